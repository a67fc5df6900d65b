using System.Text.Json.Nodes;

namespace Inference.Cluster;

/// <summary>Finds the kubeconfig's files and puts them together as kubectl does: of entries with one name the first counts.</summary>
internal static class Kubeconfig
{
    public static (ClusterConfig? Config, string? Problem) Load(string? path, string? context)
    {
        var variable = Environment.GetEnvironmentVariable("KUBECONFIG");
        var (paths, origin) = (path, variable) switch
        {
            ({ } given, _) => ([given], given),
            (_, { Length: > 0 } list) => (list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), $"KUBECONFIG ({list})"),
            _ => ((string[])[DefaultPath], DefaultPath),
        };
        return Load(paths, origin, context);
    }

    private static string DefaultPath => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");

    internal static (ClusterConfig? Config, string? Problem) Load(IReadOnlyList<string> paths, string origin, string? context)
    {
        var files = new List<KubeconfigFile>();
        foreach (var path in paths.Where(File.Exists))
        {
            var (file, problem) = KubeconfigFile.Read(path);
            if (file is null)
                return (null, problem);
            files.Add(file);
        }

        if (files.Count == 0)
            return (null, $"there is no kubeconfig: {origin} is not there");
        var name = context ?? files.Select(file => file.CurrentContext).FirstOrDefault(current => current.Length > 0);
        if (name is null)
            return (null, $"{origin}: there is no current-context; name a context");
        return Find(files, "contexts", name) is { } found
            ? Load(files, origin, found.Content["context"] as JsonObject ?? [])
            : (null, $"{origin}: there is no context '{name}'");
    }

    private static (ClusterConfig? Config, string? Problem) Load(List<KubeconfigFile> files, string origin, JsonObject context)
    {
        var (clusterName, userName, @namespace) = (KubeconfigFile.Text(context, "cluster"), KubeconfigFile.Text(context, "user"), KubeconfigFile.Text(context, "namespace"));
        if (Find(files, "clusters", clusterName) is not { } cluster)
            return (null, $"{origin}: there is no cluster '{clusterName}'");
        var user = Find(files, "users", userName);
        if (user is null && userName.Length > 0)
            return (null, $"{origin}: there is no user '{userName}'");

        var reader = new KubeconfigReader();
        var config = reader.Read(
            new KubeconfigEntry(cluster.File, $"cluster '{clusterName}'", cluster.Content["cluster"] as JsonObject ?? []),
            user is { } named ? new KubeconfigEntry(named.File, $"user '{userName}'", named.Content["user"] as JsonObject ?? []) : null);
        return config is null ? (null, reader.Problem) : (config with { DefaultNamespace = @namespace.Length > 0 ? @namespace : "default" }, null);
    }

    private static (string File, JsonObject Content)? Find(List<KubeconfigFile> files, string list, string name)
    {
        foreach (var file in files)
        {
            if (file.Find(list, name) is { } entry)
                return (file.Path, entry);
        }

        return null;
    }
}
