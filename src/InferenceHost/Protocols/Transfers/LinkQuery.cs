using System.Globalization;
using InferenceHost.Files;

namespace InferenceHost.Protocols.Transfers;

/// <summary>What a signed link says in its query.</summary>
internal sealed record LinkQuery(string User, DateTimeOffset Expires, string Signature)
{
    // the year 9999
    private const long LastSecond = 253_402_300_799;

    /// <summary>Null for a request that is no link; one that is a bad one never passes.</summary>
    public static LinkQuery? Read(IQueryCollection query)
    {
        var signature = query[FileLinks.SignatureField];
        if (signature.Count == 0)
            return null;
        var (user, expires) = (query[FileLinks.UserField], query[FileLinks.ExpiresField]);
        return signature.Count == 1 && user.Count == 1 && expires.Count == 1
            && long.TryParse(expires.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LastSecond
            ? new LinkQuery(user.ToString(), DateTimeOffset.FromUnixTimeSeconds(seconds), signature.ToString())
            : new LinkQuery("", DateTimeOffset.UnixEpoch, "");
    }
}
