namespace Inference.Boxes.Tests.Folders;

/// <summary>Gives its bytes and does not end until it is released.</summary>
internal sealed class HeldStream(byte[] content) : MemoryStream(content, writable: false)
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Reached => reached.Task;

    public void Release() => released.SetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        if (read > 0)
            return read;
        reached.TrySetResult();
        await released.Task.WaitAsync(cancellationToken);
        return 0;
    }
}
