namespace Inference.Manifests;

/// <summary>How much a diagnostic weighs. Only an error makes its document invalid.</summary>
public enum Severity
{
    /// <summary>Worth knowing, nothing to do.</summary>
    Note,

    /// <summary>Probably not what was meant; the document is used all the same.</summary>
    Warning,

    /// <summary>The document cannot be used.</summary>
    Error,
}
