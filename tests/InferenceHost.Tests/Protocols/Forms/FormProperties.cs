using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Inference.Contracts;
using Inference.InferenceHost.Tests.Protocols.Json;
using Inference.Testing;
using InferenceHost.Admission;
using InferenceHost.Exchange;
using InferenceHost.Protocols;
using Microsoft.AspNetCore.Http;

namespace Inference.InferenceHost.Tests.Protocols.Forms;

/// <summary>Forms of any parts, in pieces of any size, whole and spoilt.</summary>
public sealed class FormProperties
{
    private const string Boundary = "b-1";
    private static readonly string[] Pieces = ["\r\n", "--", Boundary, "\r\n--" + Boundary[..^1], "\r\n--b", "-", "\r", "\n", "\0", "text", "\u00ff", ":", " "];
    private static readonly string[] Names = ["a", "b.csv", "with words", "c", "É".Normalize(), "request"];

    private static readonly Gen<string> Content = Gen.ListOf(Gen.Elements(Pieces)).Select(list => string.Concat(list)).Where(text => !("\r\n" + text).Contains("\r\n--" + Boundary, StringComparison.Ordinal));

    private static readonly Gen<(string[] Contents, int Piece)> Forms = Content.ArrayOf(Names.Length).Zip(Gen.Choose(1, 40));

    [Fact]
    public void Read_WholeForms_GivesEveryPartAsItIs() => Prop.ForAll(Forms.ToArbitrary(), async form =>
    {
        using var folder = new TempFolder();
        var (body, error, uploads) = await ReadAsync(folder, Write(form.Contents), form.Piece);
        using (uploads)
        using (body)
        {
            error.ShouldBeNull();
            Encoding.Latin1.GetString(body.Sequence).ShouldBe(form.Contents[^1]);
            for (var i = 0; i < Names.Length - 1; i++)
            {
                using var input = Tensor.FromText(DataType.File, Encoding.UTF8.GetBytes(Names[i]));
                using var local = uploads.Find(input);
                Encoding.Latin1.GetString(await File.ReadAllBytesAsync(local.Text())).ShouldBe(form.Contents[i]);
                Path.GetFileName(local.Text()).ShouldBe(Names[i]);
            }
        }

        Directory.Exists(uploads.Folder.FullPath).ShouldBeFalse();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public async Task Read_SpoiltForms_EndsInAnOutcomeAndStaysInItsFolder()
    {
        var random = new Random(53);
        var read = 0;
        for (var i = 0; i < 500; i++)
        {
            using var folder = new TempFolder();
            var (body, error, uploads) = await ReadAsync(folder, RandomJson.Spoil(random, Write(["one", "two", "\r\n", "", "five", "{}"])), random.Next(1, 100));
            using (uploads)
            using (body)
            {
                read += error is null ? 1 : 0;
                if (error is not null)
                    error.Code.ShouldBeOneOf(ErrorCode.MalformedRequest, ErrorCode.BodyTooLarge);
                Directory.GetFiles(folder.FullPath, "*", SearchOption.AllDirectories)
                    .ShouldAllBe(file => file.StartsWith(uploads.Folder.FullPath + "/parts/", StringComparison.Ordinal) || file.EndsWith("/.inference-request", StringComparison.Ordinal));
            }

            Directory.GetFiles(folder.FullPath, "*", SearchOption.AllDirectories).ShouldBeEmpty();
        }

        read.ShouldBeInRange(10, 490);
    }

    private static byte[] Write(string[] contents)
    {
        var body = new List<byte>();
        for (var i = 0; i < contents.Length; i++)
        {
            body.AddRange(Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{Names[i]}\"; filename=\"x\"\r\n\r\n"));
            body.AddRange(Encoding.Latin1.GetBytes(contents[i] + "\r\n"));
        }

        body.AddRange(Encoding.ASCII.GetBytes($"--{Boundary}--"));
        return [.. body];
    }

    private static async Task<(BodyBuffer Body, InferenceError? Error, UploadedFiles Uploads)> ReadAsync(TempFolder folder, byte[] form, int piece)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = $"multipart/form-data; boundary={Boundary}";
        context.Request.Body = new PiecewiseStream(form, piece);
        var uploads = new UploadedFiles(RequestFolder.Make(folder.FullPath), limit: 10_000, report: static e => throw e);
        using var life = new RequestLives().Begin(Deadline.After(TimeProvider.System, TimeSpan.FromMinutes(1)), CancellationToken.None);
        var (body, error) = await BodyReader.ReadAsync(context.Request, 10_000, life, uploads);
        return (body, error, uploads);
    }
}
