using Despatch.Grains;

namespace Despatch.Gateway.Services;

/// <summary>The answer to most commands.</summary>
internal static class Reply
{
    public static V1.CommandReply Of(Answer answer) => new() { Position = answer.Position };
}
