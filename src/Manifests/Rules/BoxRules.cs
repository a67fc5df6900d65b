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
        var home = Path.GetDirectoryName(report.FilePath) ?? report.FilePath;
        var resolved = folder with { FullPath = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder.Path, home)) };
        return box with { Spec = box.Spec with { Folder = resolved } };
    }
}
