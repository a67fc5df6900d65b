namespace InferenceHost.Components;

/// <summary>Size and time of what a path leads to, so that a change is seen without reading: behind links too, as a mounted ConfigMap consists of them.</summary>
internal readonly record struct FileStamp(long Size, DateTime WrittenUtc)
{
    /// <summary>Of a file as it is now. A pipe or a device has no size.</summary>
    /// <exception cref="IOException">It is not there, or links lead in a circle.</exception>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            file = target;
        return new FileStamp(file.Length, file.LastWriteTimeUtc);
    }
}
