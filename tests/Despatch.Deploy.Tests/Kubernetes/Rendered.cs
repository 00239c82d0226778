using System.Text.RegularExpressions;
using Despatch.Deploy.Tests.Support;
using k8s;
using k8s.Models;

namespace Despatch.Deploy.Tests.Kubernetes;

/// <summary>What <c>kubectl kustomize</c> makes of a folder, read strictly: a field that Kubernetes does not have fails the test.</summary>
internal sealed partial class Rendered
{
    private const string PodIndexLabel = "apps.kubernetes.io/pod-index";

    private readonly List<IKubernetesObject<V1ObjectMeta>> _objects;

    private Rendered(string yaml) =>
        _objects = [.. KubernetesYaml.LoadAllFromString(yaml, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()];

    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects => _objects;

    public V1StatefulSet Silos => One<V1StatefulSet>();

    public V1PodSpec Pod => Silos.Spec.Template.Spec;

    public V1Container Container => Assert.Single(Pod.Containers);

    public static Task<Rendered> SharedAsync() => FolderAsync("k8s/shared");

    public static Task<Rendered> SiteAsync(string site) => FolderAsync($"k8s/overlays/{site}");

    public IEnumerable<T> All<T>() => _objects.OfType<T>();

    public T One<T>() => Assert.Single(All<T>());

    public V1Service Service(string name) => Assert.Single(All<V1Service>(), service => service.Metadata.Name == name);

    /// <summary>The number of the container's port of that name.</summary>
    public int Port(string name) => Assert.Single(Container.Ports, port => port.Name == name).ContainerPort;

    /// <summary>The labels of one of the site's Pods, with the one that Kubernetes adds.</summary>
    public Dictionary<string, string> LabelsOf(int number)
    {
        Assert.InRange(number, Silos.Spec.Ordinals.Start!.Value, Silos.Spec.Ordinals.Start.Value + Silos.Spec.Replicas!.Value - 1);
        return new(Silos.Spec.Template.Metadata.Labels, StringComparer.Ordinal)
        {
            [PodIndexLabel] = number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The arguments that the container of the silo with this number gets, as Kubernetes fills them in.</summary>
    public string[] ArgumentsOf(int number)
    {
        var labels = LabelsOf(number);
        var environment = Container.Env.ToDictionary(e => e.Name, e => ValueOf(e, labels), StringComparer.Ordinal);
        return [.. Container.Args.Select(argument => Variable().Replace(
            argument,
            match => environment.GetValueOrDefault(match.Groups["name"].Value)
                ?? throw new InvalidOperationException($"{argument} names a variable that the container does not have.")))];
    }

    private static string? ValueOf(V1EnvVar variable, Dictionary<string, string> labels) =>
        variable.ValueFrom?.FieldRef?.FieldPath is { } path ? labels[LabelPath().Match(path).Groups["label"].Value] : variable.Value;

    private static async Task<Rendered> FolderAsync(string folder) => new(await Tool.RunAsync("kubectl", "kustomize", folder));

    [GeneratedRegex(@"\$\((?<name>[A-Z_]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^metadata\.labels\['(?<label>[^']+)'\]$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelPath();
}
