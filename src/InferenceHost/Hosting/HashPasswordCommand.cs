using System.CommandLine;
using System.Text;
using InferenceHost.Admission.Passwords;

namespace InferenceHost.Hosting;

/// <summary><c>hash-password</c>: prints what a Secret holds in place of a password, which is read from standard input, or asked for without showing it.</summary>
internal static class HashPasswordCommand
{
    // what fits into a header
    private const int Longest = 1024;

    public static Command Build()
    {
        var command = new Command("hash-password", "Reads a password from standard input and prints a hash of it, for a Secret of users.");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var password = Console.IsInputRedirected ? await ReadLineAsync(cancellationToken) : Ask();
        var bytes = Encoding.UTF8.GetBytes(password ?? "");
        var problem = password is null ? "the two were not the same: nothing was hashed"
            : bytes.Length is 0 or > Longest ? $"expected a line with a password of 1 to {Longest} bytes on standard input, found one of {bytes.Length}"
            : null;
        if (problem is null)
            await Console.Out.WriteLineAsync(PasswordHash.Make(bytes).AsMemory(), cancellationToken);
        else
            await Console.Error.WriteLineAsync(problem.AsMemory(), cancellationToken);
        return problem is null ? 0 : 1;
    }

    private static async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return await input.ReadLineAsync(cancellationToken) ?? "";
    }

    /// <summary>Null where the person typed two different ones.</summary>
    private static string? Ask()
    {
        var first = Ask("Password: ");
        return first.Length == 0 || Ask("Once more: ") == first ? first : null;
    }

    private static string Ask(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
