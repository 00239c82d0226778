using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Despatch.EventLog.Tests;

public sealed class EventHashTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 9, 30, 0, 123, 456, TimeSpan.Zero);

    private readonly byte[] _hash = Hash();

    [Fact]
    public void The_hash_is_over_the_bytes_the_documentation_names()
    {
        byte[] input =
        [
            .. new byte[32], .. Number(13), .. "incident/Łó"u8, .. Number(7), .. Number(4), .. "n.v1"u8,
            .. Number((At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10), .. Number(4), .. "data"u8,
        ];

        Assert.Equal(SHA256.HashData(input), Hash(stream: "incident/Łó"));
    }

    [Fact]
    public void The_hash_of_an_event_never_changes()
    {
        Assert.Equal("A1E7956BB510726612051E057F0F937097C5D5ABD4B1A7BD6D3273DE16E59B3E", Convert.ToHexString(_hash));
    }

    [Fact]
    public void Every_part_of_an_event_counts()
    {
        Assert.NotEqual(_hash, EventHash.Compute(Enumerable.Repeat((byte)1, 32).ToArray(), "incident/1", 7, "n.v1", At, "data"u8));
        Assert.NotEqual(_hash, Hash(stream: "incident/2"));
        Assert.NotEqual(_hash, Hash(version: 8));
        Assert.NotEqual(_hash, Hash(name: "n.v2"));
        Assert.NotEqual(_hash, Hash(at: At.AddMicroseconds(1)));
        Assert.NotEqual(_hash, Hash(data: "dada"));
    }

    [Fact]
    public void Text_moved_from_one_part_to_the_next_counts()
    {
        Assert.NotEqual(Hash(name: "ab", data: "c"), Hash(name: "a", data: "bc"));
    }

    [Fact]
    public void The_offset_and_what_is_finer_than_a_microsecond_do_not_count()
    {
        Assert.Equal(_hash, Hash(at: At.AddTicks(9).ToOffset(TimeSpan.FromHours(1))));
    }

    [Fact]
    public void Large_data_is_hashed_as_small_data_is()
    {
        Assert.NotEqual(Hash(data: new string('a', 100_000)), Hash(data: new string('a', 99_999) + "b"));
    }

    private static byte[] Hash(
        string stream = "incident/1", long version = 7, string name = "n.v1", DateTimeOffset? at = null, string data = "data") =>
        EventHash.Compute(EventHash.Start.Span, stream, version, name, at ?? At, Encoding.UTF8.GetBytes(data));

    private static byte[] Number(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
