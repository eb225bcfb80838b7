using System.CommandLine;
using Kappa.Fuzzing;

namespace Kappa.Cli.Tests;

/// <summary>Makes command lines from what the commands say of themselves, and bends most of them.</summary>
/// <param name="random">Chooses.</param>
/// <param name="root">All commands.</param>
/// <param name="data">Options of a data directory that is there: <c>--dir</c> and its path.</param>
internal sealed class LineMaker(Random random, Command root, string data)
{
    /// <summary>They build, load, measure or serve until somebody stops them: only their mistakes are quick.</summary>
    private static readonly HashSet<string> Slow = ["demo", "run", "dev", "bench", "deploy", "watch"];

    /// <summary>
    /// They say where: a broker or a database that is not there takes long to be missed, and a file would be written.
    /// Or they wait for ever.
    /// </summary>
    private static readonly string[] Kept =
    [
        "--dir", "--server", "--bootstrap", "--properties", "--postgres", "--out", "--follow", "--wait", "--timeout",
        "--verbose", "--help", "--watch",
    ];

    private static readonly string[] Values =
    [
        "", "-", "--", "words", "orders", "count-words", "counts", "nothing", "a", "0", "1", "2", "-1", "10", "zero",
        "end", "4294967296", "99999999999999999999", "1e3", "NaN", "1%", "5m", "0s", "365d", "50k/s", "auto", "none",
        "json", "text", "ndjson", "yaml", "keep", "compact", "2026-11-01T00:00:00Z", "0001-01-01", "..", "/",
        "/dev/null", "/no/such/place", "a b", "'", "\"", "\\", "\u00d1", "\ud800", "\u0001", "*", "@nothing", "$HOME",
        "127.0.0.1:1", ":", "[::1]", "localhost:99999", "kappa.versions", new string('x', 5_000),
    ];

    private static readonly string[] Wrong =
        ["--nonsense", "--no-such-option=1", "--dirr", "--outptu", "--yess", "--versoin:2"];

    /// <summary>Gives a line, and whether it can only be wrong usage.</summary>
    public (string[] Arguments, bool IsWrong) Make()
    {
        var arguments = new List<string>();
        Command command = root;
        while (command.Subcommands.Count > 0 && !random.OneIn(30))
        {
            command = random.Pick(command.Subcommands.ToArray());
            arguments.Add(command.Name);
        }

        arguments.AddRange(command.Arguments.Select(argument => Likely(argument.Name)));
        foreach (Option option in command.Options.Where(option => !Kept.Contains(option.Name) && random.OneIn(3)))
        {
            AddOption(arguments, option);
        }

        for (int bends = random.OneIn(2) ? 0 : random.Next(1, 3); bends > 0 && arguments.Count > 0; bends--)
        {
            Bend(arguments);
        }

        bool isWrong = Slow.Overlaps(arguments) || random.OneIn(10);
        if (isWrong)
        {
            int end = arguments.IndexOf("--"); // What follows is no option.
            arguments.Insert(random.Next((end < 0 ? arguments.Count : end) + 1), random.Pick(Wrong));
        }

        AddPlace(arguments, command);
        return ([.. arguments], isWrong);
    }

    /// <summary>Never bent: nothing outside of the test's directory may be touched, and nothing waited for.</summary>
    private void AddPlace(List<string> arguments, Command command)
    {
        if (command.Options.Any(option => option.Name == "--wait") && random.OneIn(8))
        {
            arguments.AddRange(["--wait", "--timeout", "1s"]);
        }

        if (command.Options.Any(option => option.Name == "--dir") && !random.OneIn(8))
        {
            arguments.AddRange(["--dir", data]);
        }
    }

    private void AddOption(List<string> arguments, Option option)
    {
        arguments.Add(random.Pick([option.Name, .. option.Aliases]));
        if (option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool))
        {
            arguments.Add(Likely(option.Name));
        }
    }

    private string Likely(string name) => random.OneIn(8) ? random.Pick(Values) : name switch
    {
        "TOPOLOGY" => "count-words",
        "STORE" or "--store" => "counts",
        "NAME" or "TOPIC" => random.Pick("words", "orders", $"t-{random.Next(5)}"),
        "VERSION" or "OLD" or "NEW" => random.Pick("1", "2"),
        "GROUP" => "billing",
        "DIR" => data,
        "--output" or "-o" => random.Pick("text", "json", "ndjson"),
        "--partitions" or "--limit" or "--partition" or "--version" => random.Pick("0", "1", "2"),
        "--to" or "--from" => random.Pick("zero", "end"),
        "--cleanup" => random.Pick("keep", "compact"),
        "--compression" => random.Pick("none", "lz4", "zstd"),
        "--retention" or "--keep" => random.Pick("1h", "30d"),
        "--retention-bytes" => "1GB",
        "--format" => random.Pick("records", "json", "csv"),
        "--throttle" or "RATE" => random.Pick("auto", "none", "50k/s"),
        "--max-diff" => "1%",
        "--max-lag" or "--sample" => "3",
        "FILE" => "-",
        "KEY" => "a",
        _ => random.Pick(Values),
    };

    private void Bend(List<string> arguments)
    {
        int at = random.Next(arguments.Count);
        switch (random.Next(5))
        {
            case 0:
                arguments.RemoveAt(at);
                break;
            case 1:
                arguments.Insert(at, arguments[random.Next(arguments.Count)]);
                break;
            case 2:
                arguments[at] = random.Pick(Values);
                break;
            case 3:
                string word = arguments[at];
                arguments[at] = word.Length == 0 ? "x" : word.Remove(random.Next(word.Length), 1);
                break;
            default:
                arguments.Add(random.Pick(Values));
                break;
        }
    }
}
