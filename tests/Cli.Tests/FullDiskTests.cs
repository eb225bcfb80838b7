using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace Kappa.Cli.Tests;

/// <summary>A real disk that is full: what is stored is said exactly, can be read, deleted, and gone on from.</summary>
public sealed partial class FullDiskTests : IDisposable
{
    private const int Records = 40_000;

    private readonly ScratchDirectory _scratch = new();

    private string Data => Path.Combine(_scratch.Path, "disk", "data");

    [Fact]
    public async Task Produce_on_a_disk_that_fills_up_says_how_many_are_stored_and_goes_on_behind_them()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting needs root.");
        using TmpfsMount disk = Mount(kilobytes: 3_000);
        string file = await WriteFileAsync();
        await Cli.RunAsync("topic", "create", "t", "--partitions", "2", "--dir", Data);
        await Cli.RunAsync("topic", "create", "old", "--partitions", "1", "--dir", Data);
        await Cli.RunWithInputAsync("{\"value\":1}", "topic", "produce", "old", "--dir", Data);

        CliResult full = await Cli.RunAsync("topic", "produce", "t", file, "--key", "k", "--dir", Data);

        Assert.Equal(ExitCodes.Refused, full.ExitCode);
        Assert.All(["KAP7112", "The disk is full", "ENOSPC"], part => Assert.Contains(part, full.Error));
        int stored = int.Parse(Stored().Match(full.Error).Groups[1].Value, NumberStyles.AllowThousands,
            CultureInfo.InvariantCulture);
        Assert.InRange(stored, 1, Records - 1);
        Fill(); // The last byte too.
        Assert.Equal(stored, await CountAsync());
        Assert.Contains("old", (await Cli.RunAsync("topic", "ls", "--dir", Data)).Output);
        Assert.Equal(0, (await Cli.RunAsync("topic", "delete", "old", "--yes", "--dir", Data)).ExitCode);
        Assert.DoesNotContain("old", (await Cli.RunAsync("topic", "ls", "--dir", Data)).Output);

        disk.Grow();
        CliResult rest = await Cli.RunAsync(
            "topic", "produce", "t", file, "--key", "k", "--skip", $"{stored}", "--dir", Data);

        Assert.Contains($"--skip {stored}", full.Error);
        Assert.Equal((0, Records), (rest.ExitCode, await CountAsync()));
    }

    [Fact]
    public async Task Skip_passes_over_records_not_lines_and_not_over_the_end()
    {
        string data = Path.Combine(_scratch.Path, "data");
        await Cli.RunAsync("topic", "create", "t", "--partitions", "1", "--dir", data);
        const string lines = "{\"meta\":1}\n{\"value\":1}\n\n{\"value\":2}\n{\"value\":3}\n";

        CliResult two = await Cli.RunWithInputAsync(lines, "topic", "produce", "t", "--skip", "1", "--dir", data);
        CliResult far = await Cli.RunWithInputAsync(lines, "topic", "produce", "t", "--skip", "4", "--dir", data);
        CliResult negative = await Cli.RunWithInputAsync(lines, "topic", "produce", "t", "--skip=-1", "--dir", data);

        Assert.Contains("Acknowledged 2 records", two.Output);
        far.AssertFailed(ExitCodes.Usage, "KAP7113", "has 3 records", "--skip 4");
        Assert.Equal(ExitCodes.Usage, negative.ExitCode);
    }

    public void Dispose() => _scratch.Dispose();

    private TmpfsMount Mount(int kilobytes)
    {
        string path = Path.Combine(_scratch.Path, "disk");
        Directory.CreateDirectory(path);
        return new TmpfsMount(path, kilobytes);
    }

    private async Task<string> WriteFileAsync()
    {
        string file = Path.Combine(_scratch.Path, "in.csv");
        var random = new Random(1);
        var noise = new byte[60];
        await using var writer = new StreamWriter(file);
        await writer.WriteLineAsync("k,v");
        for (int i = 0; i < Records; i++)
        {
            random.NextBytes(noise); // So that it does not compress.
            await writer.WriteLineAsync($"{i},{Convert.ToBase64String(noise)}");
        }

        return file;
    }

    private void Fill()
    {
        using SafeFileHandle file = File.OpenHandle(
            Path.Combine(_scratch.Path, "disk", "filler"), FileMode.Create, FileAccess.Write);
        try
        {
            for (long at = 0; ; at += 512)
            {
                RandomAccess.Write(file, new byte[512], at);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private async Task<int> CountAsync() => (await Cli.RunAsync("topic", "consume", "t", "--dir", Data)).Output
        .Count(letter => letter == '\n');

    [GeneratedRegex("The disk is full: ([0-9,]+) records are stored in t")]
    private static partial Regex Stored();
}
