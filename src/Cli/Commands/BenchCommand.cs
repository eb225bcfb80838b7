using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Kappa.Bench;
using Kappa.Logs;

namespace Kappa.Cli;

/// <summary><c>kappa bench</c>: measures the log and the engine on this machine.</summary>
internal sealed class BenchCommand
{
    private const int LeastRecords = 1_000;
    private const string Read = "read";
    private const string Append = "append";
    private const string Transactions = "transactions";
    private const string Latency = "latency";
    private const string Replay = "replay";
    private const string Snapshot = "snapshot";
    private const string Embedded = "embedded";
    private const string Memory = "memory";
    private const string RocksDb = "rocksdb";
    private static readonly BenchOptions Defaults = new() { Directory = "" };

    private readonly CliContext _context;
    private readonly BenchReport _report;
    private readonly Argument<string> _name = new("NAME") { Description = "What to measure." };
    private readonly Option<int> _records = Number("--records", "Records to generate, 1,000 or more.",
        Defaults.Records);
    private readonly Option<int> _keys = Number("--keys", "Different keys.", Defaults.Keys);
    private readonly Option<int> _partitions = Number(
        "--partitions", "Partitions of the records' topic, 1 or more; of a re-key, lanes of each task.",
        Defaults.Partitions);
    private readonly Option<int> _threads = Number("--threads", "Processing threads.", 1);
    private readonly Option<int> _slice =
        Number("--slice-records", "Records in a slice; 0 leaves it to the sequencer.", 0);

    private readonly Option<int?> _seconds = new("--seconds")
    {
        Description = "Seconds to measure for; the default is 20 of latency, and 2 for each kind of transactions.",
        HelpName = "N",
    };

    private readonly Option<string> _log = new("--log")
    {
        Description = "The embedded log in files, or in memory. The default is embedded.",
        DefaultValueFactory = _ => Embedded,
    };

    private readonly Option<string?> _state = new("--state")
    {
        Description = "The state in RocksDB, or in memory. The default is RocksDB unless the log is in memory.",
    };

    private readonly Option<string> _compression = new("--compression")
    {
        Description = "How the records are compressed. The default is none.",
        DefaultValueFactory = _ => "none",
    };

    private readonly Option<string> _directory = new("--dir")
    {
        Description = "Directory for log and state; it must not exist, and is deleted at the end.",
        DefaultValueFactory = _ => $"kappa-bench-{Environment.ProcessId}",
        HelpName = "DIR",
    };

    private readonly KafkaOptions _kafka = new();
    private readonly Option<string> _output =
        OutputOption.Create(OutputOption.Text, OutputOption.Text, OutputOption.Json);

    private BenchCommand(CliContext context)
    {
        _context = context;
        _report = new BenchReport(context);
        _name.AcceptOnlyFromAmong([Read, Append, Transactions, Latency, .. Benchmark.Names, Replay, Snapshot]);
        _log.AcceptOnlyFromAmong(Embedded, Memory);
        _state.AcceptOnlyFromAmong(RocksDb, Memory);
        _compression.AcceptOnlyFromAmong("none", "lz4", "zstd");
        RequireAtLeast(_records, LeastRecords);
        RequireAtLeast(_partitions, 1);
        _seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError("--seconds must be 1 or more.");
            }
        });
    }

    public static Command Create(CliContext context) => new BenchCommand(context).Create();

    private CliCommand Create()
    {
        var command = new CliCommand(
            "bench", "Measure the log and the engine on this machine, against limits taken in the same run.",
            "kappa bench read", "kappa bench append --log memory", "kappa bench latency --bootstrap localhost:9092",
            "kappa bench count --slice-records 10 -o json", "kappa bench replay",
            "kappa bench snapshot --records 5000000");
        command.Arguments.Add(_name);
        foreach (Option option in new Option[]
        {
            _records, _keys, _partitions, _threads, _slice, _seconds, _log, _state, _compression, _directory, _output,
        })
        {
            command.Options.Add(option);
        }

        _kafka.AddTo(command);
        command.SetAction(parsed => Run(parsed, Options(parsed)));
        return command;
    }

    private BenchOptions Options(ParseResult parsed) => new()
    {
        Records = parsed.GetValue(_records),
        Keys = parsed.GetValue(_keys),
        Partitions = parsed.GetValue(_partitions),
        Threads = parsed.GetValue(_threads),
        SliceRecords = parsed.GetValue(_slice),
        Duration = parsed.GetValue(_seconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Compression = Enum.Parse<CompressionType>(parsed.GetValue(_compression)!, ignoreCase: true),
        InMemory = parsed.GetValue(_log) == Memory,
        StateInMemory = parsed.GetValue(_state) is { } state ? state == Memory : null,
        Kafka = _kafka.Get(parsed),
        Directory = parsed.GetRequiredValue(_directory),
    };

    private int Run(ParseResult parsed, BenchOptions options)
    {
        bool isJson = parsed.GetValue(_output) == OutputOption.Json;
        string name = parsed.GetRequiredValue(_name);
        Action<string> progress = _context.Error.WriteLine;
        switch (name)
        {
            case Read:
                ReadResult read = ReadBenchmark.Run(options, progress);
                return Tell(isJson, read, BenchJson.Default.ReadResult, _report.Print, read.WrongResults);
            case Append:
                AppendResult append = AppendBenchmark.Run(options, progress);
                return Tell(isJson, append, BenchJson.Default.AppendResult, _report.Print, append.WrongResults);
            case Transactions:
                TransactionResult commits = TransactionBenchmark.Run(options, progress);
                return Tell(isJson, commits, BenchJson.Default.TransactionResult, _report.Print, commits.WrongResults);
            case Latency:
                LatencyBenchResult latency = LatencyBenchmark.Run(options, progress);
                return Tell(isJson, latency, BenchJson.Default.LatencyBenchResult, _report.Print, latency.WrongResults);
            case Replay:
                ReplayBenchResult replay = ReplayBenchmark.Run(options, progress);
                return Tell(isJson, replay, BenchJson.Default.ReplayBenchResult, _report.Print, replay.WrongRows);
            case Snapshot:
                SnapshotBenchResult snapshot = SnapshotBenchmark.Run(
                    options, path => new SnapshotFile(_context, path, format: null, Snapshot), progress);
                return Tell(isJson, snapshot, BenchJson.Default.SnapshotBenchResult, _report.Print,
                    snapshot.WrongResults);
            default:
                BenchResult result = Benchmark.Run(name, options, progress);
                return Tell(isJson, result, BenchJson.Default.BenchResult, _report.Print, result.WrongResults);
        }
    }

    private int Tell<T>(bool isJson, T result, JsonTypeInfo<T> json, Action<T> print, long wrong)
    {
        if (isJson)
        {
            _context.Out.WriteLine(JsonSerializer.Serialize(result, json));
        }
        else
        {
            print(result);
        }

        return wrong == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static Option<int> Number(string name, string description, int fallback)
    {
        var option = new Option<int>(name)
        {
            Description = $"{description} The default is {fallback.ToString("N0", CultureInfo.InvariantCulture)}.",
            DefaultValueFactory = _ => fallback,
            HelpName = "N",
        };
        RequireAtLeast(option, 0);
        return option;
    }

    private static void RequireAtLeast(Option<int> option, int least) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < least)
        {
            result.AddError(least == 0
                ? $"{option.Name} must not be negative."
                : $"{option.Name} must be {least.ToString("N0", CultureInfo.InvariantCulture)} or more.");
        }
    });
}
