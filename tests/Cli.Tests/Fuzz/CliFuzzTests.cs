using System.Diagnostics;
using System.Text.RegularExpressions;
using Kappa.Fuzzing;
using Kappa.Worker;

namespace Kappa.Cli.Tests;

/// <summary>
/// Command lines that are bent in all ways, against a worker: a sample here, 2,000 and 100 processes in
/// tests/InterfaceCampaign.Tests. KAPPA_SEED=N repeats them.
/// </summary>
public sealed partial class CliFuzzTests : IAsyncLifetime
{
    private const int MostFinds = 10;

    // Nobody listens there: a line that names no worker must not find one of this machine.
    private const string NoServer = "127.0.0.1:1";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly int[] ExitCodes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 74, 75, 78];

    private readonly ScratchDirectory _scratch = new();
    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private WorkerHost _worker = null!;

    private string Data => _scratch.File("data");

    public async ValueTask InitializeAsync()
    {
        Assert.Equal(0, (await RunAsync("topic", "create", "words", "--partitions", "2", "--dir", Data)).ExitCode);
        _worker = await WorkerHost.StartAsync(
            new WorkerSettings
            {
                Directory = Data,
                Topologies = [Topology.From(new FuzzedWords()), Topology.From(new FuzzedWordsV2())],
                Version = 1,
                Http = new ListenAddress("127.0.0.1", 0),
                Threads = 1,
            },
            CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public Task Whatever_is_typed_ends_with_an_exit_code_that_is_documented_and_one_clear_message() =>
        FuzzAsync(Fuzz.Choose(60, 2_000), RunAsync);

    [Fact]
    public Task A_process_answers_as_the_command_does() => FuzzAsync(Fuzz.Choose(1, 100), SpawnAsync);

    private async Task FuzzAsync(int rounds, Func<string[], Task<CliResult>> run)
    {
        Random random = Seed.Fixed(out int seed);
        using var context = Context(TextWriter.Null, TextWriter.Null);
        var maker = new LineMaker(random, CommandLine.CreateRoot(context), Data);
        List<string> finds = [];
        for (int round = 0; round < rounds && finds.Count < MostFinds; round++)
        {
            (string[] arguments, bool isWrong) = maker.Make();
            try
            {
                Check(await run(arguments).WaitAsync(Deadline), isWrong);
            }
            catch (Exception find)
            {
                string what = find is FuzzFind ? find.Message : find.ToString();
                finds.Add($"{what}\nround {round}, KAPPA_SEED={seed}: kappa '{string.Join("' '", arguments)}'");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{rounds} lines: {string.Join(", ", _outcomes)}");
        Assert.True(finds.Count == 0, string.Join("\n\n", finds));
    }

    private void Check(CliResult result, bool isWrong)
    {
        string outcome = KappaCode().Match(result.Error) is { Success: true } code
            ? $"{result.ExitCode} {code.Groups[1].Value}" : $"{result.ExitCode}";
        _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
        bool saysWhy = result.ExitCode is 0 or 8 ||
            (result.Error.Contains("error: ", StringComparison.Ordinal) &&
            result.Error.Contains($", exit {result.ExitCode}]", StringComparison.Ordinal));
        if (!ExitCodes.Contains(result.ExitCode) || !saysWhy || (isWrong && result.ExitCode != 2) ||
            StackTrace().IsMatch(result.Error) || StackTrace().IsMatch(result.Output))
        {
            throw new FuzzFind($"Exit {result.ExitCode}{(isWrong ? " of wrong usage" : "")}: {result.Error}");
        }
    }

    private static CliContext Context(TextWriter output, TextWriter error) => new()
    {
        Out = output,
        Error = error,
        OpenInput = () => Stream.Null,
        Environment = name => name == "KAPPA_SERVER" ? NoServer : null,
    };

    private static async Task<CliResult> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = await CommandLine.RunAsync(arguments, Context(output, error));
        return new CliResult(exitCode, output.ToString(), error.ToString());
    }

    private static async Task<CliResult> SpawnAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "kappa.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["KAPPA_SERVER"] = NoServer;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            using var limit = new CancellationTokenSource(Deadline);
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new CliResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new FuzzFind("It did not end.");
        }
    }

    [GeneratedRegex(@"\[(KAP[0-9]{4}), exit")]
    private static partial Regex KappaCode();

    [GeneratedRegex(@"^   at \S+\(", RegexOptions.Multiline)]
    private static partial Regex StackTrace();
}
