namespace Inference.Boxes;

/// <summary>What a signed link is for.</summary>
public enum LinkMethod
{
    Get,
    Put,
}
