using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Despatch.LoadTests.Intake;

/// <summary>One community's names, the commoner first; how many of the town's people it names.</summary>
internal sealed record Community(double Share, ImmutableArray<string> First, ImmutableArray<string> Last);

/// <summary>
/// The names of a made-up town as mixed as London. The other spellings and pet names are what people are really called or written down
/// as; the matcher has no such table, so that what it makes of them is not by rote.
/// </summary>
internal static class TownNames
{
    public static ImmutableArray<Community> Communities { get; } =
    [
        Of(0.44,
            "David John Paul Sarah James Emma Michael Rebecca Andrew Laura Daniel Claire Christopher Charlotte Matthew Hannah Stephen Jessica Robert "
            + "Victoria Mark Lucy Thomas Sophie Richard Elizabeth Peter Katherine William Helen Joseph Rachel Alexander Amy Benjamin Louise Samuel "
            + "Nicola Anthony Karen Simon Julie Ian Susan Neil Margaret Graham Patricia Keith Dorothy Geoffrey Frances Harriet Alfred Imogen Rupert",
            "Smith Jones Brown Taylor Williams Wilson Davies Evans Thomas Johnson Roberts Walker Wright Robinson Thompson White Hughes Edwards Green "
            + "Hall Wood Harris Lewis Martin Jackson Clarke Turner Hill Scott Cooper Morris Ward Moore King Watson Baker Harrison Morgan Allen Young "
            + "Mitchell Phillips Parker Bennett Cook Shaw Cox Marshall Collins Bailey Gray Chapman Stevens Hunt Mason Palmer Webb Rogers Holmes Mills "
            + "Barnes Knight Lloyd Butler Russell Fisher Barker Jenkins Dixon Fletcher Pearce Whitcombe Abernathy Thistlethwaite Penhaligon Farnsworth "
            + "Lockhart Ogilvie Pemberton Quarrington Ravenscroft Sotheby Tregarthen Underhill Winterbourne Yarborough Ashdown Bramwell Colborne Dunmore"),
        Of(0.15,
            "Mohammed Ayesha Ali Fatima Ahmed Zainab Hassan Khadija Ibrahim Maryam Omar Sana Yusuf Nadia Hamza Saima Imran Amina Bilal Rabia Usman "
            + "Hafsa Tariq Samina Khalid Shazia Asif Noreen Faisal Rukhsana Nasreen Abdul Rahman Shabana Farooq Tahira Waqas Mehwish Zubair Iqra",
            "Khan Ahmed Ali Hussain Begum Miah Malik Rahman Akhtar Iqbal Mahmood Shah Islam Chowdhury Uddin Sheikh Mirza Qureshi Butt Siddiqui Javed "
            + "Bibi Hashmi Ansari Rashid Aziz Choudhry Hamid Karim Latif Mughal Nawaz Parveen Raza Saleem Tahir Usmani Waheed Yaqub Zaman"),
        Of(0.11,
            "Rajesh Priya Amit Sunita Sanjay Anjali Vijay Kavita Harpreet Jaspreet Gurpreet Manpreet Deepak Neha Rohan Pooja Arjun Divya Kiran Meena "
            + "Suresh Lakshmi Ramesh Geeta Nikhil Shreya Balwinder Kulwinder Sukhdev Paramjit Ashok Usha Dinesh Hema Hitesh Jayshree Naveen Radhika",
            "Patel Singh Kaur Shah Sharma Gill Mehta Desai Kumar Gupta Joshi Dhillon Sandhu Sidhu Grewal Bhatt Parmar Chauhan Reddy Nair Iyer Pillai "
            + "Subramaniam Krishnamurthy Thakur Trivedi Vyas Solanki Rathod Mistry Bains Atwal Virdee Sahota Rai Verma Kapoor Malhotra Banerjee Mukherjee"),
        Of(0.13,
            "Emmanuel Grace Samuel Blessing Daniel Esther Chidi Ngozi Kwame Abena Oluwaseun Folake Tunde Adaeze Kofi Ama Emeka Chioma Babatunde Yetunde "
            + "Ifeanyi Funmilayo Obinna Temitope Kwabena Akosua Adebayo Titilayo Segun Nkechi Musa Aminata Ibrahima Fatou Sekou Mariama Abdi Hodan Mohamud Ifrah",
            "Okafor Mensah Adeyemi Owusu Okonkwo Boateng Adebayo Asante Balogun Osei Eze Appiah Ogunleye Agyeman Nwosu Amoah Olatunji Ofori Chukwu "
            + "Sarpong Adeleke Antwi Oyelaran Danso Obi Frimpong Ajayi Kamara Sesay Bangura Conteh Diallo Traore Keita Abdullahi Warsame Jama Farah Hersi Nur"),
        Of(0.08,
            "Piotr Anna Krzysztof Katarzyna Andrzej Agnieszka Tomasz Joanna Pawel Malgorzata Michal Ewa Andrei Maria Ionut Elena Cristian Mihaela "
            + "Vasile Ioana Dmitri Olga Sergei Natalia Mantas Rasa Tomas Daiva Ivan Desislava Georgi Petya Zsolt Ildiko Jaroslav Zdenka",
            "Nowak Kowalski Wisniewski Wojcik Kaminski Lewandowski Zielinski Szymanski Popescu Ionescu Popa Dumitru Stan Munteanu Petrov Ivanov Kazlauskas "
            + "Jankauskas Dimitrov Georgiev Kovacs Szabo Novak Dvorak Jablonski Krawczyk Grabowski Pawlowski Michalski Zajac Radu Constantin Sokolov Volkov Stankevicius"),
        Of(0.09,
            "Maria Jose Carlos Ana Joao Fatima Miguel Lucia Diego Carmen Paulo Beatriz Mehmet Ayse Mustafa Zeynep Huseyin Elif Kemal Hatice Wei Li Ming "
            + "Xiu Jun Ying Hung Linh Tuan Mai Giorgos Eleni Andreas Despina Marco Giulia Luca Francesca",
            "Silva Santos Garcia Fernandes Rodriguez Pereira Martinez Costa Gomez Oliveira Lopez Ferreira Yilmaz Kaya Demir Ozturk Celik Arslan Chen Wang "
            + "Li Zhang Wong Lam Nguyen Tran Pham Le Georgiou Christodoulou Papadopoulos Charalambous Rossi Russo Ferrari Esposito Bianchi Romano"),
    ];

    private const string Spellings =
        "Mohammed Muhammad Mohamed Mohammad;Hussain Hussein Husain;Ahmed Ahmad;Sheikh Shaikh;Yusuf Yousef Yousuf;Omar Umar;Fatima Fatimah;"
        + "Ayesha Aisha Aysha;Chowdhury Choudhury Chaudhry;Choudhry Choudhary;Miah Mia;Begum Begam;Khadija Khadijah;Maryam Mariam;Stephen Steven Steve;"
        + "Katherine Catherine Kathryn Kate Kathy;Elizabeth Liz Beth Lizzie;Rebecca Becky Rebekah;Michael Mike Mick;Christopher Chris;Matthew Matt Mathew;"
        + "Andrew Andy Drew;Daniel Dan Danny;Robert Rob Bob Bobby;William Will Bill Billy;Richard Rick Dick;Thomas Tom Tommy;Joseph Joe;Alexander Alex Sandy;"
        + "Benjamin Ben;Samuel Sam;Anthony Tony Antony;Nicola Nicky Nikki;Susan Sue;Patricia Pat Trish;Margaret Maggie Peggy;Victoria Vicky Vikki;"
        + "Jessica Jess;Charlotte Lottie Charley;James Jim Jamie;David Dave;Claire Clare Clair;Sarah Sara;Rachel Rachael;Philip Phillip;Davies Davis;"
        + "Clarke Clark;Thompson Thomson;Stevens Stephens;Philips Phillips;Allen Allan Alan;Gray Grey;Lewis Louis;Read Reid;Pearce Pierce;Kovacs Kovac;"
        + "Gurpreet Gurprit;Harpreet Harprit;Krishnamurthy Krishnamurti;Subramaniam Subramanian;Mukherjee Mukerji;Banerjee Banerji;Babatunde Tunde;"
        + "Oluwaseun Seun;Funmilayo Funmi;Temitope Temi;Abdi Cabdi;Mohamud Maxamud;Krzysztof Chris;Katarzyna Kasia;Malgorzata Gosia;Agnieszka Aga;"
        + "Andrzej Andrew;Piotr Peter;Tomasz Tom;Georgiou Yiorgou;Huseyin Hussein;Mehmet Mehmed;Nguyen Ngyuen;Wojcik Woicik;Szymanski Shimanski;Adeyemi Adeyemo";

    /// <summary>Other ways in which a name is written or its bearer called.</summary>
    public static FrozenDictionary<string, ImmutableArray<string>> Others { get; } = Spellings.Split(';')
        .Select(static group => group.Split(' '))
        .SelectMany(static group => group.Select(name => (name, Others: group.Where(n => !string.Equals(n, name, StringComparison.Ordinal)))))
        .GroupBy(static pair => pair.name, StringComparer.Ordinal)
        .ToFrozenDictionary(static g => g.Key, static g => g.SelectMany(static p => p.Others).ToImmutableArray(), StringComparer.Ordinal);

    private static Community Of(double share, string first, string last) => new(share, [.. first.Split(' ')], [.. last.Split(' ')]);
}
