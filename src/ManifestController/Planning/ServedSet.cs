using Inference.Manifests;

namespace ManifestController.Planning;

/// <summary>The manifests that one host serves, all valid and of one namespace.</summary>
internal sealed record ServedSet
{
    /// <summary>Null where the host serves files only.</summary>
    public ManifestObject<MLComponent>? Component { get; init; }

    /// <summary>Published, and leading to the component; or the one file API. One that cannot be used as it is now, and was served before, is there as it was: a slip in one must not take a service down.</summary>
    public IReadOnlyList<ManifestObject<APIComponent>> Apis { get; init; } = [];

    /// <summary>Those that the component connects; or all of the namespace, for the file API.</summary>
    public IReadOnlyList<ManifestObject<DataBox>> Boxes { get; init; } = [];

    /// <summary>Tells one version of the default store's credentials from another, without saying anything of them; null where there are none.</summary>
    public string? StoreCredentialsVersion { get; init; }
}
