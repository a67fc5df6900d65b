namespace Inference.Boxes;

/// <summary>A store that makes links which work without us.</summary>
public interface IPresigner
{
    /// <summary>A link for one method, one file, for so long (at most seven days). Whether the file exists is not looked at. The link is a secret.</summary>
    Task<BoxOutcome<Uri>> PresignAsync(LinkMethod method, BoxPath path, TimeSpan lifetime);
}
