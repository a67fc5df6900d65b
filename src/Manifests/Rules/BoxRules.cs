using Inference.Manifests.Documents;

namespace Inference.Manifests.Rules;

/// <summary>What goes beyond single fields of a DataBox.</summary>
internal static class BoxRules
{
    public static DataBox Check(DataBox box, FieldReporter report, DocumentIndex index)
    {
        if (box.Spec.S3?.Credentials is { } credentials)
            References.CheckSecret(credentials, box.Namespace, "spec.s3.credentials", report, index);
        if (box.Spec.Folder is not { Path.Length: > 0 } folder)
            return box;
        return box with { Spec = box.Spec with { Folder = folder with { FullPath = Resolve(folder.Path, report.FilePath) } } };
    }

    // an object of a cluster stands in no folder
    private static string Resolve(string path, string file)
        => file.Length == 0 ? path : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, Path.GetDirectoryName(file) ?? file));
}
