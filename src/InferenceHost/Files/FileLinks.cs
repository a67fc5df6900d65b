using System.Globalization;
using Inference.Boxes;

namespace InferenceHost.Files;

/// <summary>
/// Links to one file for a while, which need no password: the store's own where it makes them, otherwise ours, to the file's own URL with who, until when
/// and a signature in the query.
/// </summary>
internal sealed class FileLinks(LinkSigner signer, TimeProvider clock)
{
    public const string UserField = "user";
    public const string ExpiresField = "expires";
    public const string SignatureField = "signature";
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <param name="method">What it is for.</param>
    /// <param name="box">Where.</param>
    /// <param name="user">Whose.</param>
    /// <param name="path">In the user's part.</param>
    /// <param name="publicUrl">What callers reach this host by.</param>
    public async Task<BoxOutcome<FileLink>> SignAsync(LinkMethod method, Box box, string user, BoxPath path, string publicUrl)
    {
        var expires = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().Add(Lifetime).ToUnixTimeSeconds());
        if (box.Store.Presigner is { } presigner)
        {
            if (!new CallerPart(user).TryFind(path, out var inBox, out var tooLong))
                return tooLong!;
            return (await presigner.PresignAsync(method, inBox, Lifetime)).TryGet(out var url, out var error) ? new FileLink(url.AbsoluteUri, expires) : error;
        }

        var signature = signer.Sign(new LinkClaim(method, box.Plan.Namespace, box.Plan.Name, user, path, expires));
        var seconds = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new FileLink(
            $"{publicUrl}{UrlOf(box.Plan.Namespace, box.Plan.Name, path)}?{UserField}={Uri.EscapeDataString(user)}&{ExpiresField}={seconds}&{SignatureField}={signature}", expires);
    }

    public LinkVerdict Verify(LinkClaim claim, string signature) => signer.Verify(claim, signature, clock.GetUtcNow());

    /// <summary>Of a file of the caller's, without host.</summary>
    public static string UrlOf(string space, string box, BoxPath path) =>
        $"/{space}/files/{box}/{string.Join('/', path.Value.Split('/').Select(Uri.EscapeDataString))}";
}
