namespace InferenceHost.Components;

/// <summary>What is told of bringing parts of boxes.</summary>
internal sealed partial class MountEvents(ILogger<MountEvents> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "box {Box}: brought {Files} files, {Bytes} bytes, of which {Fetched} came from the store, in {Seconds} s")]
    public partial void Brought(string box, int files, long bytes, long fetched, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "box {Box}: {FilesDone} of {Files} files are here, {BytesDone} of {Bytes} bytes")]
    public partial void Progress(string box, int filesDone, int files, long bytesDone, long bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "box {Box} cannot be looked at, {Reason}: {Trouble}")]
    public partial void Troubled(string box, string reason, string trouble);

    [LoggerMessage(Level = LogLevel.Information, Message = "box {Box} can be looked at again")]
    public partial void Recovered(string box);

    [LoggerMessage(Level = LogLevel.Error, Message = "box {Box} met an exception nobody expected")]
    public partial void Bug(Exception exception, string box);
}
