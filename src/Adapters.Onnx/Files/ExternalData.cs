using Inference.Contracts;

namespace Inference.Adapters.Onnx.Files;

/// <summary>
/// A model may keep weights in files of their own, named relative to it (https://onnx.ai/onnx/repo-docs/ExternalData.html). Only files within the model's
/// own folder are taken: a model comes from a user, and must not read what else the process may read.
/// </summary>
internal static class ExternalData
{
    // as the kernel: more links than this are a loop
    private const int MaxLinks = 40;

    /// <summary>What is wrong with the files the model names; null where nothing is.</summary>
    public static InferenceError? Check(ModelFile file)
    {
        List<ErrorDetail>? wrong = null;
        foreach (var tensor in Tensors(file))
        {
            if (WhatIsWrong(file.Folder, tensor.Location) is { } message)
                (wrong ??= []).Add(new ErrorDetail(tensor.Name, $"external data '{Printable(tensor.Location)}' {message}"));
        }

        if (wrong is null)
            return null;
        var more = wrong.Count == 1 ? string.Empty : $" (and {wrong.Count - 1} more)";
        return new InferenceError(ErrorCode.ModelUnloadable, $"{file.Name}: {wrong[0].Message}{more}", wrong);
    }

    /// <summary>The files the model names, relative to its folder; once they were checked.</summary>
    public static string[] Locations(ModelFile file) =>
        [.. Tensors(file).Select(tensor => Path.GetRelativePath(file.Folder, Path.GetFullPath(tensor.Location, file.Folder)))];

    private static IEnumerable<ExternalTensor> Tensors(ModelFile file) =>
        file.Description.ExternalTensors.DistinctBy(tensor => tensor.Location, StringComparer.Ordinal);

    private static string? WhatIsWrong(string folder, string location)
    {
        const string Outside = "lies outside of the model's folder, which is not allowed: export the model with its data beside it";
        if (location.Length == 0 || location.Contains('\0'))
            return "is no file name";
        if (Path.IsPathRooted(location) || !IsWithin(folder, Path.GetFullPath(location, folder)))
            return Outside;
        if (!TryResolve(Path.GetFullPath(location, folder), out var target) || !File.Exists(target))
            return "is missing: upload it into the folder of the model";
        return TryResolve(folder, out var realFolder) && IsWithin(realFolder, target) ? null : Outside;
    }

    private static bool IsWithin(string folder, string path) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // the path without symbolic links in any of its parts; false where a part is missing
    private static bool TryResolve(string path, out string resolved)
    {
        var pending = new Stack<string>(path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse());
        resolved = Path.GetPathRoot(path)!;
        for (var links = 0; pending.TryPop(out var part);)
        {
            var next = Path.GetFullPath(part, resolved);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            if (info.LinkTarget is not { } target)
            {
                if (!info.Exists)
                    return false;
                resolved = next;
                continue;
            }

            if (++links > MaxLinks)
                return false;
            if (Path.IsPathRooted(target))
                resolved = Path.GetPathRoot(target)!;
            foreach (var targetPart in target.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
                pending.Push(targetPart);
        }

        return true;
    }

    private static string Printable(string location) =>
        string.Concat(location.Take(200).Select(c => char.IsControl(c) ? '?' : c));
}
