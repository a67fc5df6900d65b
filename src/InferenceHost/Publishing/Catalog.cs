using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using InferenceHost.Components;

namespace InferenceHost.Publishing;

/// <summary>All that is served, at one moment. Immutable; a change of the manifests replaces it as a whole.</summary>
internal sealed class Catalog
{
    private readonly FrozenDictionary<string, Component> components;
    private readonly FrozenDictionary<string, Component>.AlternateLookup<ReadOnlySpan<char>> byFullName;
    private readonly FrozenDictionary<string, Component[]>.AlternateLookup<ReadOnlySpan<char>> byShortName;
    private readonly FrozenDictionary<string, PublishedApi>.AlternateLookup<ReadOnlySpan<char>> apis;
    private readonly FrozenDictionary<string, PublishedFiles> fileApis;

    public Catalog(Plan plan, FrozenDictionary<string, Component> components, DateTimeOffset since)
    {
        this.components = components;
        byFullName = components.GetAlternateLookup<ReadOnlySpan<char>>();
        Plan = plan;
        Since = since;
        byShortName = components.Values.GroupBy(component => component.Spec.Name).ToFrozenDictionary(group => group.Key, group => group.ToArray()).GetAlternateLookup<ReadOnlySpan<char>>();
        Apis = [.. plan.Apis.Select(api => new PublishedApi(api.Namespace, api.Path, components[api.Component], api.MaxBodyBytes) { Access = api.Access, MaxUploadBytes = api.MaxUploadBytes })];
        apis = Apis.ToFrozenDictionary(api => api.Url).GetAlternateLookup<ReadOnlySpan<char>>();
        fileApis = plan.FileApis.ToFrozenDictionary(files => files.Namespace);
    }

    public Plan Plan { get; }

    public DateTimeOffset Since { get; }

    public IReadOnlyList<PublishedApi> Apis { get; }

    public IEnumerable<PublishedFiles> FileApis => fileApis.Values;

    public IEnumerable<Component> Components => components.Values;

    public static Catalog Empty(DateTimeOffset since) => new(new Plan([], [], []), FrozenDictionary<string, Component>.Empty, since);

    /// <param name="url">The first two segments of a path, with their leading slashes: <c>/namespace/path</c>.</param>
    /// <param name="api">The API published there.</param>
    public bool TryFindApi(ReadOnlySpan<char> url, [NotNullWhen(true)] out PublishedApi? api) => apis.TryGetValue(url, out api);

    /// <summary>The file API of a namespace.</summary>
    public bool TryFindFiles(string @namespace, [NotNullWhen(true)] out PublishedFiles? files) => fileApis.TryGetValue(@namespace, out files);

    /// <summary>The components that a name may mean: one for <c>namespace.name</c>, as many as bear it for a bare name.</summary>
    public ReadOnlySpan<Component> Find(ReadOnlySpan<char> name)
    {
        if (byFullName.TryGetValue(name, out var component))
            return new[] { component };
        return byShortName.TryGetValue(name, out var several) ? several : [];
    }

    public bool TryGet(string fullName, [NotNullWhen(true)] out Component? component) => components.TryGetValue(fullName, out component);
}
