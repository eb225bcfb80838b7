using System.Diagnostics;

namespace Kappa.Histories.Tests;

/// <summary>
/// Debian's list of packages, with and without the security updates of its suite and with edits: tens of thousands of
/// rows of real text, judged by dictionaries.
/// </summary>
public sealed class PackageListTests
{
    private const string Topic = "packages";
    private const string Lists = "/var/lib/apt/lists";
    private static readonly string[] Fields = ["Version", "Section", "Size", "Maintainer", "Description"];

    [Fact]
    public async Task From_one_list_to_the_next_exactly_what_differs_is_written_and_each_list_comes_back()
    {
        await using SnapshotRun run = await SnapshotRun.StartAsync(Topic);
        Dictionary<string, string[]> released = Read("_main_binary-*_Packages*", isSecurity: false);
        Dictionary<string, string[]> updates = Read("_main_binary-*_Packages*", isSecurity: true);
        Assert.InRange(released.Count, 10_000, 1_000_000);
        Dictionary<string, string[]> updated = new(released);
        foreach ((string name, string[] fields) in updates)
        {
            updated[name] = fields;
        }

        foreach ((int i, string name) in released.Keys.Order(StringComparer.Ordinal).Index())
        {
            if (i % 500 == 0)
            {
                updated.Remove(name);
            }
            else if (i % 700 == 0)
            {
                updated[name] = [$"{updated[name][0]}+edited", .. updated[name][1..]];
            }
        }

        Write(run.File("1.csv"), released);
        Write(run.File("2.csv"), updated);
        string[] types = ["--types", "Version=text,Section=text"];

        var first = await run.ApplyAsync(Topic, run.File("1.csv"), "Package", [.. types, "--id", "1"]);
        var second = await run.ApplyAsync(Topic, run.File("2.csv"), "Package", [.. types, "--id", "2"]);
        var back = await run.ApplyAsync(Topic, run.File("1.csv"), "Package", [.. types, "--id", "3"]);
        await run.ShowAsync(Topic, "2", "csv", run.File("shown.csv"));
        var shown = await run.ApplyAsync(Topic, run.File("shown.csv"), "Package", [.. types, "--id", "4"]);

        int inserted = updated.Keys.Except(released.Keys).Count();
        int deleted = released.Keys.Except(updated.Keys).Count();
        int changed = released.Count(
            row => updated.TryGetValue(row.Key, out string[]? fields) && !fields.SequenceEqual(row.Value));
        int left = released.Count - deleted - changed;
        Assert.NotEqual(0, changed);
        Assert.Equal((released.Count, 0, 0, 0), first);
        Assert.Equal((inserted, changed, deleted, left), second);
        Assert.Equal((deleted, changed, inserted, left), back);
        Assert.Equal(second, shown);
    }

    /// <summary>The last stanza of each package, as apt's own helper unpacks the lists.</summary>
    private static Dictionary<string, string[]> Read(string pattern, bool isSecurity)
    {
        string[] files = [.. Directory.GetFiles(Lists, $"*{pattern}")
            .Where(file => file.Contains("security", StringComparison.Ordinal) == isSecurity)
            .Order(StringComparer.Ordinal)];
        Assert.True(files.Length > 0 || isSecurity, $"No list of packages in {Lists}: apt-get update brings them.");
        Dictionary<string, string[]> packages = new(StringComparer.Ordinal);
        Dictionary<string, string> stanza = [];
        foreach (string line in files.SelectMany(Lines))
        {
            if (line.Length == 0 && stanza.TryGetValue("Package", out string? name))
            {
                packages[name] = [.. Fields.Select(field => stanza.GetValueOrDefault(field, ""))];
                stanza.Clear();
            }
            else if (!line.StartsWith(' ') && line.Split(": ", 2) is [var field, var value])
            {
                stanza[field] = value.Trim();
            }
        }

        return packages;
    }

    private static IEnumerable<string> Lines(string file)
    {
        using Process process = Process.Start(new ProcessStartInfo("/usr/lib/apt/apt-helper", ["cat-file", file])
        {
            RedirectStandardOutput = true,
        })!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            yield return line;
        }

        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        yield return "";
    }

    private static void Write(string file, Dictionary<string, string[]> packages)
    {
        using StreamWriter output = new(file);
        output.WriteLine($"Package,{string.Join(',', Fields)}");
        foreach ((string name, string[] fields) in packages)
        {
            output.WriteLine(string.Join(',', fields.Prepend(name).Select(
                field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
        }
    }
}
