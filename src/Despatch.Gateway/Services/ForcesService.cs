using Despatch.Gateway.Checks;
using Despatch.Gateway.Wire;
using Grpc.Core;

namespace Despatch.Gateway.Services;

/// <summary>despatch.v1.Forces.</summary>
internal sealed class ForcesService(Checker checker) : V1.Forces.ForcesBase
{
    public override Task<V1.ListForcesResponse> List(V1.ListForcesRequest request, ServerCallContext context)
    {
        var check = checker.Begin();
        var name = check.OptionalText(request.Name, "name", TextChecks.NameLength);
        check.Throw();
        var forces = check.Pack.OtherForces.Values
            .Where(f => f.Name.Contains(name, StringComparison.OrdinalIgnoreCase))
            .OrderBy(static f => f.Name, StringComparer.Ordinal);
        return Task.FromResult(new V1.ListForcesResponse { Forces = { forces.Select(ForceRows.Write) } });
    }
}
