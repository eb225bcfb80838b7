using System.IO.Compression;
using System.Text.Json;

namespace Kappa.Cli.Tests;

/// <summary><c>kappa doctor</c>, in this process and on this machine.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    private readonly ScratchDirectory _directory = new();

    [Fact]
    public async Task It_looks_at_everything_and_says_so_as_JSON()
    {
        CliResult result = await Cli.RunAsync("doctor", "--dir", _directory.Path, "-o", "json");

        using JsonDocument json = JsonDocument.Parse(result.Output);
        JsonElement[] findings = [.. json.RootElement.GetProperty("findings").EnumerateArray()];
        Assert.Equal(
            ["version", "system", "memory", "directory", "room", "sync", "open files", "clock"],
            findings.Select(finding => finding.GetProperty("check").GetString()));
        bool isWrong = findings.Any(finding => finding.GetProperty("level").GetString() == "wrong");
        Assert.Equal(isWrong, !json.RootElement.GetProperty("healthy").GetBoolean());
        Assert.Equal(isWrong ? 1 : 0, result.ExitCode);
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public async Task A_directory_that_is_not_there_yet_is_looked_at_where_it_will_be()
    {
        CliResult result = await Cli.RunAsync("doctor", "--dir", _directory.File("a/b/c"), "-o", "json");

        Assert.Contains("is not there yet", result.Output, StringComparison.Ordinal);
        Assert.Contains("\"check\":\"sync\"", result.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_directory.File("a")));
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_directory_is_wrong_with_its_fix_and_exit_1()
    {
        await File.WriteAllTextAsync(_directory.File("data"), "", TestContext.Current.CancellationToken);

        CliResult result = await Cli.RunAsync("doctor", "--dir", _directory.File("data"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("wrong: directory: Name a directory by --dir.", result.Output, StringComparison.Ordinal);
    }

    /// <summary>The canary is in the environment, in the properties and in a file of the directory.</summary>
    [Fact]
    public async Task A_bundle_has_what_was_found_and_no_secret()
    {
        string canary = $"canary-{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable("KAPPA_TOKEN", canary);
        await File.WriteAllTextAsync(_directory.File("token"), canary, TestContext.Current.CancellationToken);
        string bundle = Path.Combine(_directory.Path, "bundle.zip");
        try
        {
            await Cli.RunAsync("doctor", "--dir", _directory.Path, "--bundle", bundle);
        }
        finally
        {
            Environment.SetEnvironmentVariable("KAPPA_TOKEN", null);
        }

        await using ZipArchive zip = await ZipFile.OpenReadAsync(bundle, TestContext.Current.CancellationToken);
        Dictionary<string, string> contents = zip.Entries.ToDictionary(entry => entry.Name, Read);
        Assert.Equal(["environment.txt", "files.txt", "findings.json"], contents.Keys.Order());
        Assert.Contains("KAPPA_TOKEN=(not told)", contents["environment.txt"], StringComparison.Ordinal);
        Assert.Contains("token", contents["files.txt"], StringComparison.Ordinal);
        Assert.DoesNotContain(contents.Values, content => content.Contains(canary, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bundle_that_cannot_be_written_is_one_clear_line()
    {
        CliResult result = await Cli.RunAsync("doctor", "--dir", _directory.Path, "--bundle", _directory.Path);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("KAP7109", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_where_nothing_can_be_written_is_wrong()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "There is no /proc here.");

        CliResult result = await Cli.RunAsync("doctor", "--dir", "/proc/self/data");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("wrong: sync: ", result.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static string Read(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }
}
