using Inference.Boxes.Conformance;
using Inference.Testing;

namespace Inference.Boxes.Tests.Folders;

public sealed class FolderConformance : BoxConformance
{
    private readonly TempFolder folder = new();

    protected override Task<IBoxStore> CreateAsync() =>
        Task.FromResult<IBoxStore>(new FolderStore(folder["box"], new FolderOptions { MakeRoot = true, Durable = false }));

    protected override ValueTask CleanAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
