namespace Inference.Cluster;

/// <summary>The bearer token of now. A file is read again once its token is a minute old, or has been refused. Any number of threads.</summary>
internal sealed class TokenSource(ClusterConfig config, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private string? token = config.TokenFile is null ? config.Token : null;
    private long readAt;
    private bool refused;

    /// <summary>Null where there is none; the last one while the file cannot be read.</summary>
    public string? Current
    {
        get
        {
            if (config.TokenFile is null)
                return token;
            lock (gate)
            {
                if (token is null || refused || clock.GetElapsedTime(readAt) >= Fresh)
                    Read(config.TokenFile);
                return token;
            }
        }
    }

    /// <summary>The server does not take it.</summary>
    /// <returns>There is another one, which may be taken.</returns>
    public bool Refuse(string? sent)
    {
        if (config.TokenFile is null)
            return false;
        lock (gate)
            refused |= sent == token;
        return Current != sent;
    }

    private void Read(string file)
    {
        readAt = clock.GetTimestamp();
        refused = false;
        try
        {
            if (File.ReadAllText(file).Trim() is { Length: > 0 } read)
                token = read;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the kubelet is writing it; the server says what it thinks of the old one
        }
    }
}
