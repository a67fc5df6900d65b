using Inference.Boxes.Folders;

namespace Inference.Boxes.Tests.Folders;

/// <summary>What the system says of files, as a box says it.</summary>
public sealed class FolderFaultsTests
{
    // numbers of errno(3)
    [Theory]
    [InlineData(1, BoxErrorCode.Denied)]
    [InlineData(2, BoxErrorCode.NotFound)]
    [InlineData(5, BoxErrorCode.Unreachable)]
    [InlineData(13, BoxErrorCode.Denied)]
    [InlineData(17, BoxErrorCode.Conflict)]
    [InlineData(18, BoxErrorCode.Refused)]
    [InlineData(20, BoxErrorCode.Conflict)]
    [InlineData(21, BoxErrorCode.Conflict)]
    [InlineData(27, BoxErrorCode.DiskFull)]
    [InlineData(28, BoxErrorCode.DiskFull)]
    [InlineData(30, BoxErrorCode.Denied)]
    [InlineData(40, BoxErrorCode.Conflict)]
    [InlineData(122, BoxErrorCode.DiskFull)]
    public void Of_ANumberOfTheSystem_IsABoxErrorThatNamesFileAndStore(int number, BoxErrorCode code)
    {
        var error = FolderFaults.Of(number, "writing", "g/f.txt", "box 'data'");

        error.Code.ShouldBe(code);
        error.Message.ShouldContain("'g/f.txt'");
        error.Message.ShouldContain("box 'data'");
    }
}
