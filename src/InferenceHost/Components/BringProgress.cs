using Inference.Boxes;

namespace InferenceHost.Components;

/// <summary>How far a part of a box has come: kept for the status, and logged now and then. Told by one caller at a time.</summary>
internal sealed class BringProgress(string box, MountEvents events, TimeProvider clock) : IProgress<MountProgress>
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(5);
    private long loggedAt = clock.GetTimestamp();

    /// <summary>For a person.</summary>
    public string Text { get; private set; } = $"the files of box {box} are on their way";

    public MountProgress Last { get; private set; }

    public void Report(MountProgress value)
    {
        Last = value;
        Text = $"the files of box {box} are on their way: {value.FilesDone} of {value.Files} files, {value.BytesDone} of {value.Bytes} bytes";
        if (clock.GetElapsedTime(loggedAt) < LogInterval)
            return;
        loggedAt = clock.GetTimestamp();
        events.Progress(box, value.FilesDone, value.Files, value.BytesDone, value.Bytes);
    }
}
