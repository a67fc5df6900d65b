using InferenceHost.Components;

namespace InferenceHost.Publishing;

/// <summary>One value of a mounted Secret, unread.</summary>
internal sealed record SecretFile(string Namespace, string Name, string Key, string FullPath)
{
    public FileStamp Stamp
    {
        get
        {
            try
            {
                return FileStamp.Of(FullPath);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // it went away since it was listed
                return default;
            }
        }
    }
}
