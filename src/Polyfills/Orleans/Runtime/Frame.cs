using Orleans.Serialization;

namespace Orleans.Runtime;

internal enum FrameKind : byte
{
    /// <summary>A call for whichever silo has the grain.</summary>
    Request,

    /// <summary>A call for the silo that its sender believes to have the grain, or chose for it.</summary>
    Addressed,
    Result,
    Failure,
    Cancel,

    /// <summary>A grain that moved is to be made at its new silo.</summary>
    Activate,
}

/// <summary>The layout of what silos send each other: kind, sender, number of the call, then what the kind needs.</summary>
internal static class Frame
{
    public static byte[] Request(MessageCenter center, Request request, bool addressed)
    {
        var buffer = Begin(addressed ? FrameKind.Addressed : FrameKind.Request, request.From, request.Id);
        buffer.WriteInt(request.Method.Id);
        buffer.WriteBytes(request.Target.Type.Value.AsSpan());
        buffer.WriteBytes(request.Target.Key.AsSpan());
        buffer.WriteLong(center.TicksLeft(request.Deadline));
        buffer.WriteByte((byte)request.Hops);
        buffer.WriteByte(request.Cancellable ? (byte)1 : (byte)0);
        buffer.WriteText(request.Trace);
        center.Codec.WriteArguments(buffer, request.Method, request.Args);
        return buffer.ToArrayAndReturn();
    }

    public static Request ReadRequest(MessageCenter center, int from, long id, ref FrameReader reader)
    {
        var method = GrainMethod.Of(reader.ReadInt());
        var target = ReadGrain(ref reader);
        // The time on the way does not count: what was stuck in a dying silo may still run.
        var deadline = center.DeadlineIn(new TimeSpan(reader.ReadLong()));
        var hops = reader.ReadByte();
        var cancellable = reader.ReadByte() == 1;
        var trace = reader.ReadText();
        object?[] args = [];
        Exception? unreadable = null;
        try
        {
            args = center.Codec.ReadArguments(reader.Rest, method);
        }
        catch (Exception e)
        {
            unreadable = e;
        }

        var request = new Request(center, method, target, args, deadline)
        {
            From = from, Id = id, Hops = hops, Cancellable = cancellable, Trace = trace, Unreadable = unreadable,
        };
        return request;
    }

    public static byte[] Result<T>(MessageCenter center, Request request, T result)
    {
        var buffer = Begin(FrameKind.Result, center.Id, request.Id);
        center.Codec.WriteResult(buffer, result);
        return buffer.ToArrayAndReturn();
    }

    public static byte[] Failure(MessageCenter center, Request request, Exception exception)
    {
        var buffer = Begin(FrameKind.Failure, center.Id, request.Id);
        ExceptionCodec.Write(buffer, exception);
        return buffer.ToArrayAndReturn();
    }

    public static byte[] Cancel(int from, long id) => Begin(FrameKind.Cancel, from, id).ToArrayAndReturn();

    public static byte[] Activate(int from, GrainId grain)
    {
        var buffer = Begin(FrameKind.Activate, from, 0);
        buffer.WriteBytes(grain.Type.Value.AsSpan());
        buffer.WriteBytes(grain.Key.AsSpan());
        return buffer.ToArrayAndReturn();
    }

    /// <summary>What a frame is about, in words, for traces and for tests that lose some.</summary>
    public static (FrameKind Kind, string? Grain, string? Method, long Id) Describe(byte[] frame)
    {
        var reader = new FrameReader(frame);
        var kind = (FrameKind)reader.ReadByte();
        _ = reader.ReadInt();
        var id = reader.ReadLong();
        switch (kind)
        {
            case FrameKind.Request or FrameKind.Addressed:
                var method = GrainMethod.Of(reader.ReadInt()).Name;
                return (kind, ReadGrain(ref reader).ToString(), method, id);
            case FrameKind.Activate:
                return (kind, ReadGrain(ref reader).ToString(), null, id);
            default:
                return (kind, null, null, id);
        }
    }

    private static GrainId ReadGrain(ref FrameReader reader)
    {
        var type = new GrainType(new IdSpan(reader.ReadBytes().ToArray()));
        return new GrainId(type, new IdSpan(reader.ReadBytes().ToArray()));
    }

    private static FrameBuffer Begin(FrameKind kind, int from, long id)
    {
        var buffer = FrameBuffer.Rent();
        buffer.WriteByte((byte)kind);
        buffer.WriteInt(from);
        buffer.WriteLong(id);
        return buffer;
    }
}
