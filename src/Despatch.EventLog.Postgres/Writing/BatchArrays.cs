using Npgsql;
using NpgsqlTypes;

namespace Despatch.EventLog.Postgres.Writing;

/// <summary>A batch as the lists that the function <c>despatch.append</c> takes.</summary>
internal sealed class BatchArrays
{
    private readonly long _at;
    private readonly List<int> _writes = [];
    private readonly List<int> _commands = [];
    private readonly List<string> _streams = [];
    private readonly List<long> _expected = [];
    private readonly List<int> _events = [];
    private readonly List<string> _names = [];
    private readonly List<ReadOnlyMemory<byte>> _data = [];
    private readonly List<int> _tagEvents = [];
    private readonly List<string> _tags = [];
    private readonly List<string> _commandIds = [];
    private readonly List<string> _fingerprints = [];
    private readonly List<ReadOnlyMemory<byte>> _answers = [];

    public BatchArrays(IReadOnlyList<PendingAppend> batch, DateTimeOffset at)
    {
        _at = LogTime.ToMicroseconds(at);
        foreach (var pending in batch)
        {
            Add(pending.Request);
        }
    }

    /// <summary>A command with its parameters declared, to be prepared once a connection.</summary>
    public static NpgsqlCommand Declare(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(
            "SELECT outcomes, firsts, lasts FROM despatch.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)", connection);
        NpgsqlDbType[] types =
        [
            NpgsqlDbType.Bigint,
            List(NpgsqlDbType.Integer), List(NpgsqlDbType.Integer),
            List(NpgsqlDbType.Text), List(NpgsqlDbType.Bigint), List(NpgsqlDbType.Integer),
            List(NpgsqlDbType.Text), List(NpgsqlDbType.Bytea),
            List(NpgsqlDbType.Integer), List(NpgsqlDbType.Text),
            List(NpgsqlDbType.Text), List(NpgsqlDbType.Text), List(NpgsqlDbType.Bytea),
        ];
        foreach (var type in types)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        }

        return command;

        static NpgsqlDbType List(NpgsqlDbType element) => NpgsqlDbType.Array | element;
    }

    /// <summary>Sets the parameters that <see cref="Declare"/> made.</summary>
    public void Put(NpgsqlCommand command)
    {
        object[] values =
        [
            _at, _writes, _commands, _streams, _expected, _events, _names, _data, _tagEvents, _tags, _commandIds, _fingerprints, _answers,
        ];
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }

    private void Add(AppendRequest request)
    {
        _writes.Add(request.Writes.Length);
        foreach (var write in request.Writes)
        {
            _streams.Add(write.Stream);
            _expected.Add(write.ExpectedVersion);
            _events.Add(write.Events.Length);
            foreach (var item in write.Events)
            {
                Add(item);
            }
        }

        if (request.Command is { } command)
        {
            _commandIds.Add(command.Id);
            _fingerprints.Add(command.Fingerprint);
            _answers.Add(command.Answer);
        }

        _commands.Add(request.Command is null ? 0 : _commandIds.Count);
    }

    private void Add(NewEvent item)
    {
        _names.Add(item.Name);
        _data.Add(item.Data);
        if (item.Tags.IsDefaultOrEmpty)
        {
            return;
        }

        foreach (var tag in item.Tags)
        {
            _tagEvents.Add(_names.Count);
            _tags.Add(tag);
        }
    }
}
