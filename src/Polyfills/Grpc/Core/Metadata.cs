using System.Collections;
using System.Text;

namespace Grpc.Core;

/// <summary>Headers or trailers of a call: an ordered list whose keys may repeat.</summary>
public sealed class Metadata : IEnumerable<Metadata.Entry>
{
    public const string BinaryHeaderSuffix = "-bin";

    public static readonly Metadata Empty = new() { _isReadOnly = true };

    private readonly List<Entry> _entries = [];
    private bool _isReadOnly;

    /// <summary>The last entry of that key: a later one overrules.</summary>
    public Entry? Get(string key) => _entries.FindLast(e => e.HasKey(key));

    public string? GetValue(string key) => Get(key)?.Value;

    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    public IEnumerable<Entry> GetAll(string key) => _entries.Where(e => e.HasKey(key));

    public void Add(string key, string value) => Add(new Entry(key, value));

    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    public void Add(Entry item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (_isReadOnly)
        {
            throw new InvalidOperationException("Object is read only");
        }

        _entries.Add(item);
    }

    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One key with a text or, when the key ends in -bin, with bytes.</summary>
    public class Entry
    {
        private readonly string? _value;
        private readonly byte[]? _bytes;

        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = NormalKey(key);
            if (IsBinaryKey(Key))
            {
                throw new ArgumentException("A key with the suffix -bin takes bytes.", nameof(key));
            }

            _value = value;
        }

        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = NormalKey(key);
            if (!IsBinaryKey(Key))
            {
                throw new ArgumentException("A key whose value is bytes needs the suffix -bin.", nameof(key));
            }

            _bytes = [.. valueBytes];
        }

        public string Key { get; }

        public bool IsBinary => _bytes is not null;

        public string Value => _value ?? throw new InvalidOperationException("Cannot access string value of a binary metadata entry");

        public byte[] ValueBytes => _bytes is null ? Encoding.ASCII.GetBytes(_value!) : [.. _bytes];

        internal static bool IsBinaryKey(string key) => key.EndsWith(BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase);

        internal bool HasKey(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

        internal string WireValue() => _bytes is null ? _value! : Convert.ToBase64String(_bytes);

        private static string NormalKey(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            foreach (var c in key)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))
                {
                    throw new ArgumentException(
                        "Metadata entry key not valid. Keys hold lowercase letters, digits, underscores, hyphens and dots only.",
                        nameof(key));
                }
            }

#pragma warning disable CA1308 // The wire wants lower case.
            return key.ToLowerInvariant();
#pragma warning restore CA1308
        }
    }
}
