namespace Inference.Adapters.Python.Tests;

/// <summary>Processes of this machine.</summary>
internal static class Processes
{
    /// <summary>Whether any of them is there and has not ended; one that nobody has taken the end of has.</summary>
    public static bool AreAlive(params int[] processes) => processes.Any(IsAlive);

    private static bool IsAlive(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[text.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
