namespace InferenceHost.Components;

/// <summary>A component's mounts at one moment; the folders stay until it is disposed of.</summary>
internal sealed class MountView : IDisposable
{
    private readonly List<BroughtPart> entered = [];

    /// <summary>With every mount where it lies on this machine; null while one is not here.</summary>
    public ComponentSpec? Spec { get; set; }

    /// <summary>Why a mount cannot be seen as it is now.</summary>
    public MountTrouble? Trouble { get; private set; }

    /// <summary>What is waited for while <see cref="Spec"/> is null and nothing is wrong.</summary>
    public string Doing { get; private set; } = "the boxes are being listed";

    /// <summary>What is here of a part; null where nothing is.</summary>
    public BroughtPart? TryEnter(MountedPart part)
    {
        Trouble ??= part.Trouble;
        if (part.TryEnter(out var brought))
            entered.Add(brought);
        else
            Doing = part.Doing;
        return brought;
    }

    public void Dispose() => entered.ForEach(brought => brought.Leave());
}
