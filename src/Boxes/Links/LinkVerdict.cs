namespace Inference.Boxes;

/// <summary>What a signature is worth.</summary>
public enum LinkVerdict
{
    /// <summary>Not made by us for this claim.</summary>
    Forged,

    /// <summary>Made by us, and too old.</summary>
    Expired,

    Valid,
}
