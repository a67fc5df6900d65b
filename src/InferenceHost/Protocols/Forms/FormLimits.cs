namespace InferenceHost.Protocols.Forms;

/// <summary>What bounds a form beside the sizes that an API says.</summary>
internal static class FormLimits
{
    public const int Parts = 64;
    public const int HeadBytes = 8 << 10;
    public const int HeadLines = 16;

    /// <summary>As RFC 2046, 5.1.1, has it.</summary>
    public const int BoundaryLength = 70;
}
