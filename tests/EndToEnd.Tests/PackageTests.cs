using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using System.Threading.Channels;

namespace Kappa.EndToEnd.Tests;

/// <summary>A project of one's own, from the packages alone, outside the repository.</summary>
public sealed class PackageTests(TreeCopy tree)
{
    private readonly PackagedKappa _kappa = tree.Packaged;

    [Theory]
    [InlineData("totals")]
    [InlineData("window")]
    [InlineData("join")]
    [InlineData("processor")]
    [InlineData("snapshot")]
    public void Each_template_makes_a_project_without_a_warning_whose_test_passes(string template)
    {
        string folder = $"Tested.{template}";

        _kappa.Shell($"dotnet new kappa -o {folder} --template {template}").ThatWorked();
        Finished test = _kappa.Shell("dotnet test -warnaserror", folder).ThatWorked();

        Assert.Contains("Passed:     1", test.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_makes_the_same_project_as_the_templates()
    {
        _kappa.Shell("dotnet new kappa -n Acme.Shop -o by-dotnet --template join").ThatWorked();
        _kappa.Shell("kappa new Acme.Shop --into by-kappa --template join").ThatWorked();

        Finished compared = _kappa.Shell("diff -r by-dotnet by-kappa");

        Assert.Equal("", compared.Output);
        Assert.Equal(0, compared.ExitCode);
    }

    [Fact]
    public void A_new_project_runs_as_its_page_says_and_its_second_version_is_compared_and_switched_to()
    {
        _kappa.Shell("dotnet new kappa -o Shop").ThatWorked();
        string[] lines = Commands("Shop/README.md");
        string run = Assert.Single(lines, line => line.StartsWith("kappa run", StringComparison.Ordinal));
        int at = Array.IndexOf(lines, run);
        foreach (string line in lines[..at])
        {
            _kappa.Shell(line, "Shop").ThatWorked();
        }

        using Process worker = _kappa.Start(run, "Shop");
        try
        {
            int change = Array.FindIndex(lines, line => line.StartsWith("kappa deploy", StringComparison.Ordinal));
            string[] asked =
                [.. lines[(at + 1)..change].Select(line => _kappa.Shell(line, "Shop").ThatWorked().Output)];
            Assert.Contains("\"amount\":15.0", asked[0], StringComparison.Ordinal); // 12.5 and 2.5 of ana.
            Assert.Equal(3, asked[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            WriteSecondVersion();
            foreach (string line in lines[change..])
            {
                Finished done = _kappa.Shell($"{line} {Answer(line)}", "Shop");
                Assert.Equal(line.Contains("diff", StringComparison.Ordinal) ? 8 : 0, done.ExitCode);
            }

            Finished row = _kappa.Shell("kappa store get orders totals ana -o json", "Shop").ThatWorked();
            using JsonDocument total = JsonDocument.Parse(row.Output);
            Assert.Equal(1, total.RootElement.GetProperty("value").GetProperty("orders").GetInt32()); // 2.5 is below 5.
        }
        finally
        {
            _kappa.Shell($"kill -TERM {worker.Id}");
            worker.WaitForExit();
        }
    }

    [Fact]
    public async Task While_a_project_is_edited_each_save_shows_what_it_changes_and_a_mistake_ends_nothing()
    {
        _kappa.Shell("dotnet new kappa -o Edited").ThatWorked();
        string code = Path.Combine(_kappa.Root, "Edited", "Edited", "OrdersV1.cs");
        string source = File.ReadAllText(code);
        Channel<string> lines = Channel.CreateUnbounded<string>();
        using Process dev = _kappa.Start("kappa dev Edited", "Edited", line => lines.Writer.TryWrite(line));
        try
        {
            await ReadToAsync(lines, "    cleo   {\"orders\":1,\"amount\":99.9}");
            File.WriteAllText(code, source.Replace(".GroupByKey()", ".GroupByKey(", StringComparison.Ordinal));
            await ReadToAsync(lines, " s");
            File.WriteAllText(code, source.Replace(
                ".GroupByKey()", ".Filter((_, order) => order.Amount >= 5).GroupByKey()", StringComparison.Ordinal));
            await ReadToAsync(lines, "  totals   same 2   changed 1   new 0   gone 0");
            await ReadToAsync(
                lines, """    ~ ana   {"orders":2,"amount":15.0} -> {"orders":1,"amount":12.5}""");
        }
        finally
        {
            _kappa.Shell($"kill -INT {dev.Id}");
            dev.WaitForExit();
        }
    }

    [Fact]
    public void What_topologies_and_their_tests_need_carries_no_native_library_and_each_package_has_its_page()
    {
        foreach (string package in Directory.GetFiles(_kappa.Packages, "*.nupkg"))
        {
            using ZipArchive archive = ZipFile.OpenRead(package);
            string[] files = [.. archive.Entries.Select(entry => entry.FullName)];

            Assert.Contains("README.md", files);
            Assert.Equal(
                Path.GetFileName(package).StartsWith("Kappa.Cli.", StringComparison.Ordinal),
                files.Any(file => file.Contains("/native/", StringComparison.Ordinal)));
            Assert.DoesNotContain(files, file => file.Contains("win-", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_analyzer_comes_with_the_language()
    {
        _kappa.Shell("dotnet new kappa -o Clocked").ThatWorked();
        string code = Path.Combine(_kappa.Root, "Clocked", "Clocked", "OrdersV1.cs");
        File.WriteAllText(code, File.ReadAllText(code).Replace(
            "total.Add(order)", "total.Add(order with { Id = DateTime.Now.Year })", StringComparison.Ordinal));

        Finished built = _kappa.Shell("dotnet build", "Clocked").ThatWorked();

        Assert.Contains("warning KAP9001", built.Output, StringComparison.Ordinal);
    }

    private static async Task ReadToAsync(Channel<string> lines, string end)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!(await lines.Reader.ReadAsync(limit.Token)).EndsWith(end, StringComparison.Ordinal))
        {
            // What comes before.
        }
    }

    /// <summary>The lines of the blocks of shell, without comments.</summary>
    private string[] Commands(string page) => [.. File.ReadAllText(Path.Combine(_kappa.Root, page)).Split("```")
        .Where(block => block.StartsWith("sh\n", StringComparison.Ordinal))
        .SelectMany(block => block[3..].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        .Select(line => line.Split(" #")[0].TrimEnd())];

    /// <summary>What somebody at a terminal would answer.</summary>
    private static string Answer(string line) => line.Contains("cutover", StringComparison.Ordinal) ? "--yes" : "";

    private void WriteSecondVersion()
    {
        string first = File.ReadAllText(Path.Combine(_kappa.Root, "Shop", "Shop", "OrdersV1.cs"));
        File.WriteAllText(Path.Combine(_kappa.Root, "Shop", "Shop", "OrdersV2.cs"), first
            .Replace("Version = 1", "Version = 2", StringComparison.Ordinal)
            .Replace("OrdersV1", "OrdersV2", StringComparison.Ordinal)
            .Replace(
                ".GroupByKey()", ".Filter((_, order) => order.Amount >= 5).GroupByKey()", StringComparison.Ordinal));
    }
}
