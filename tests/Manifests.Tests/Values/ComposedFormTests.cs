using System.Diagnostics;
using System.Text;

namespace Inference.Manifests.Tests.Values;

public sealed class ComposedFormTests
{
    /// <summary>The peer is Python's unicodedata: every character, and long random rows of those that combine.</summary>
    [Fact]
    public async Task ToC_EveryCharacterAndRandomTexts_AreWhatPythonSays()
    {
        const string script = """
            import random, sys, unicodedata
            random.seed(1)
            out = sys.stdout.buffer
            odd = [chr(c) for c in range(sys.maxunicode + 1) if not 0xD800 <= c < 0xE000 and (unicodedata.combining(chr(c)) or unicodedata.decomposition(chr(c)) or 0x1100 <= c < 0x1200 or 0xAC00 <= c < 0xAC40)]
            texts = [chr(c) for c in range(0x20, sys.maxunicode + 1) if not 0xD800 <= c < 0xE000]
            texts += [''.join(random.choice(odd) for _ in range(random.randint(2, 8))) for _ in range(20000)]
            texts += [random.choice('aeoAu') + ''.join(chr(random.randint(0x300, 0x36F)) for _ in range(random.randint(1, 5))) for _ in range(20000)]
            for text in texts:
                out.write((text + '\t' + unicodedata.normalize('NFC', text) + '\n').encode())
            """;
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", script]) { UseShellExecute = false, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };
        using var python = Process.Start(start).ShouldNotBeNull();
        var lines = (await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBeGreaterThan(1_000_000);
        foreach (var line in lines)
        {
            var tab = line.IndexOf('\t');
            if (ComposedForm.ToC(line[..tab]) != line[(tab + 1)..])
                Assert.Fail($"{string.Join(' ', line[..tab].EnumerateRunes().Select(rune => $"{rune.Value:X4}"))} became another text");
        }
    }
}
