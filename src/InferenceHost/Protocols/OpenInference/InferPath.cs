namespace InferenceHost.Protocols.OpenInference;

/// <summary>What the path of an inference call says: <c>/models/{model}/infer</c> or <c>/models/{model}/versions/{version}/infer</c>, below <c>/v2</c>.</summary>
internal readonly ref struct InferPath
{
    private const string Models = "/models/";
    private const string Versions = "/versions/";
    private const string Infer = "/infer";

    private InferPath(ReadOnlySpan<char> model, ReadOnlySpan<char> version)
    {
        Model = model;
        Version = version;
    }

    public ReadOnlySpan<char> Model { get; }

    public ReadOnlySpan<char> Version { get; }

    /// <summary>False where it is the path of another call, or of none.</summary>
    public static bool TryRead(ReadOnlySpan<char> path, out InferPath asked)
    {
        asked = default;
        if (path.Length < Models.Length + Infer.Length || !path.StartsWith(Models) || !path.EndsWith(Infer))
            return false;
        var named = path[Models.Length..^Infer.Length];
        var end = named.IndexOf('/');
        if (end < 0)
        {
            asked = new InferPath(named, ModelVersion.Only);
            return true;
        }

        var rest = named[end..];
        if (!rest.StartsWith(Versions) || rest[Versions.Length..].Contains('/'))
            return false;
        asked = new InferPath(named[..end], rest[Versions.Length..]);
        return true;
    }
}
