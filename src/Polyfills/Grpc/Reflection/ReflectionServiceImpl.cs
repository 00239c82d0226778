using Grpc.Core;
using Grpc.Reflection.V1;

namespace Grpc.Reflection;

/// <summary>The same answers under the name that older clients ask for; the messages are the same on the wire.</summary>
[BindServiceMethod(typeof(ReflectionServiceImpl), nameof(BindService))]
public class ReflectionServiceImpl(IEnumerable<Google.Protobuf.Reflection.ServiceDescriptor> services) : ReflectionV1ServiceImpl(services)
{
    private const string Name = "grpc.reflection.v1alpha.ServerReflection";

    internal static void BindService(ServiceBinderBase binder, ReflectionServiceImpl? service) =>
        ServerReflection.BindService(new Renaming(binder), service);

    private sealed class Renaming(ServiceBinderBase binder) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
            binder.AddMethod(
                new Method<TRequest, TResponse>(
                    method.Type, Name, method.Name, method.RequestMarshaller, method.ResponseMarshaller), handler);
    }
}
