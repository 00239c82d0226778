using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Grpc.Reflection;

/// <summary>Finds the file that declares a name, and all files it needs.</summary>
internal sealed class SymbolIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);

    public SymbolIndex(IEnumerable<ServiceDescriptor> services)
    {
        var list = services.ToList();
        ServiceNames = [.. list.Select(s => s.FullName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        list.ForEach(s => Add(s.File));
    }

    public IReadOnlyList<string> ServiceNames { get; }

    public List<ByteString>? ByName(string name) => _files.TryGetValue(name, out var file) ? WithDependencies(file) : null;

    public List<ByteString>? BySymbol(string symbol) => _symbols.TryGetValue(symbol, out var file) ? WithDependencies(file) : null;

    private static List<ByteString> WithDependencies(FileDescriptor file)
    {
        // The file asked for comes first.
        List<FileDescriptor> files = [file];
        for (var i = 0; i < files.Count; i++)
        {
            files.AddRange(files[i].Dependencies.Except(files));
        }

        return [.. files.Select(f => f.SerializedData)];
    }

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods)
            {
                _symbols[method.FullName] = file;
            }
        }

        AddEnums(file, file.EnumTypes);
        AddMessages(file, file.MessageTypes);
        foreach (var dependency in file.Dependencies)
        {
            Add(dependency);
        }
    }

    private void AddMessages(FileDescriptor file, IEnumerable<MessageDescriptor> messages)
    {
        foreach (var message in messages)
        {
            _symbols[message.FullName] = file;
            foreach (var field in message.Fields.InDeclarationOrder())
            {
                _symbols[field.FullName] = file;
            }

            AddEnums(file, message.EnumTypes);
            AddMessages(file, message.NestedTypes);
        }
    }

    private void AddEnums(FileDescriptor file, IEnumerable<EnumDescriptor> enums)
    {
        foreach (var type in enums)
        {
            _symbols[type.FullName] = file;
        }
    }
}
