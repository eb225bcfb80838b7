using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Cli.Tests;

/// <summary>Snapshots of a topic whose directory a worker owns.</summary>
public sealed partial class SnapshotWorkerTests : IAsyncDisposable
{
    private const string Topic = "airports";

    private readonly ScratchDirectory _scratch = new();
    private WorkerHost? _worker;

    private string Data => _scratch.File("worker");

    [Fact]
    public async Task Through_a_worker_every_command_says_the_same_as_without_one()
    {
        string alone = _scratch.File("alone");
        await CreateTopicAsync(alone);
        await StartWorkerAsync();
        foreach (string[] words in Some(Commands()))
        {
            CliResult expected = await Cli.RunAsync(["snapshot", .. words, "--dir", alone]);
            CliResult result = await Cli.RunAsync(["snapshot", .. words, "--dir", Data]);

            Assert.Equal(
                (expected.ExitCode, Plain(expected.Output, alone), Plain(expected.Error, alone)),
                (result.ExitCode, Plain(result.Output, Data), Plain(result.Error, Data)));
        }
    }

    [Fact]
    public async Task A_dump_whose_sender_goes_away_writes_nothing_and_the_next_one_is_applied()
    {
        await StartWorkerAsync();
        using (HttpClient http = Client())
        {
            using var content = new BrokenContent("[1,{\"iata\":\"A\"}]\n[2,{\"iata\":\"B\"}]\n");
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.PostAsync(
                $"/api/v1/topics/{Topic}/snapshots?key=iata", content, TestContext.Current.CancellationToken));
        }

        CliResult next = await UntilFreeAsync(() => ApplyAsync("iata\nC\n"));

        Assert.Contains("1 inserted, 0 updated, 0 deleted, 0 unchanged", next.Output, StringComparison.Ordinal);
        Assert.Equal("{\"iata\":\"C\"}\n", (await Cli.RunAsync("snapshot", "show", Topic, "--dir", Data)).Output);
    }

    [Fact]
    public async Task A_second_snapshot_of_a_topic_waits_its_turn()
    {
        await StartWorkerAsync();
        using HttpClient http = Client();
        using var content = new HeldContent("[1,{\"iata\":\"A\"}]\n", "{\"end\":{\"rows\":1}}\n");
        Task<HttpResponseMessage> first = http.PostAsync(
            $"/api/v1/topics/{Topic}/snapshots?key=iata", content, TestContext.Current.CancellationToken);
        await content.HasBegun.WaitAsync(TestContext.Current.CancellationToken);
        CliResult refused = await UntilAsync(
            () => ApplyAsync("iata\nB\n", "--dry-run"), result => result.ExitCode != ExitCodes.Done);

        refused.AssertFailed(5, "KAP8040", Topic, "Nothing was written.");
        content.GoOn();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Contains("0 inserted", (await ApplyAsync("iata\nA\n")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_says_how_far_a_snapshot_is_while_one_is_applied()
    {
        await StartWorkerAsync();
        using HttpClient http = Client();
        using var content = new HeldContent("[1,{\"iata\":\"A\"}]\n", "{\"end\":{\"rows\":1}}\n");
        string path = $"/api/v1/topics/{Topic}/snapshots";
        Task<HttpResponseMessage> applying = http.PostAsync(
            $"{path}?key=iata", content, TestContext.Current.CancellationToken);
        await content.HasBegun.WaitAsync(TestContext.Current.CancellationToken);
        string during = await UntilAsync(
            () => http.GetStringAsync($"{path}/running"), text => text.Contains("phase", StringComparison.Ordinal));

        Assert.Equal("""{"running":{"phase":"reading","done":0,"all":0}}""", during);
        content.GoOn();
        Assert.Equal(HttpStatusCode.OK, (await applying).StatusCode);
        Assert.Equal(
            """{"running":null}""",
            await UntilAsync(
                () => http.GetStringAsync($"{path}/running"),
                text => text.Contains("null", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_worker_that_stops_during_a_dump_writes_nothing_and_frees_the_directory()
    {
        await StartWorkerAsync();
        using HttpClient http = Client();
        using var content = new HeldContent("[1,{\"iata\":\"A\"}]\n", "");
        Task<HttpResponseMessage> sending = http.PostAsync(
            $"/api/v1/topics/{Topic}/snapshots?key=iata", content, TestContext.Current.CancellationToken);
        await content.HasBegun.WaitAsync(TestContext.Current.CancellationToken);

        await _worker!.DisposeAsync();

        content.GoOn();
        await sending.ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Empty((await Cli.RunAsync("snapshot", "show", Topic, "--dir", Data)).Output);
        Assert.Equal(0, (await ApplyAsync("iata\nC\n")).ExitCode);
    }

    [Theory]
    [InlineData(10, "before it had got the whole dump. Nothing was written.")]
    [InlineData(int.MaxValue, "whether the snapshot is written is not known")]
    public async Task A_connection_that_breaks_says_whether_the_snapshot_may_be_written(int reads, string expected)
    {
        await CreateTopicAsync(Data);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = BreakAsync(listener, reads);
        string file = _scratch.File("dump.csv");
        File.WriteAllText(
            file, "iata\n" + string.Concat(Enumerable.Range(0, 500_000).Select(i => $"airport {i}\n")));

        CliResult result = await Cli.RunAsync(
            "snapshot", "apply", Topic, file, "--key", "iata", "--server", $"{listener.LocalEndpoint}");

        string said = result.Error[result.Error.IndexOf("error: ", StringComparison.Ordinal)..];
        (result with { Error = said }).AssertFailed(7, "KAP8046", expected); // Slow machines show how far it is before.
        await serving;
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        _scratch.Dispose();
    }

    /// <summary>All that apply, for each needs those before it, and a sample of those that show.</summary>
    private static IEnumerable<string[]> Some(IEnumerable<string[]> commands)
    {
        int part = Seed.Random(out _).Next(4);
        return commands.Where((words, i) => words[0] == "apply" || Campaign.IsWhole || i % 4 == part);
    }

    /// <summary>Dumps and questions, good and bad, in an order in which each builds on those before.</summary>
    private IEnumerable<string[]> Commands()
    {
        string Dump(string name, string text)
        {
            File.WriteAllText(_scratch.File(name), text);
            return _scratch.File(name);
        }

        string[] Apply(string file, params string[] more) => ["apply", Topic, file, "--key", "iata", .. more];
        string first = Dump("1.csv", "iata,name,runways\n0E0,Bern,1\n0E8,\"Basel, CH\",2\nGVA,,1\n00M,Ñandú,3\n");
        string second = Dump("2.csv", "runways,iata,name\n1.0,0E0,Berne\n2e0,0E8,\"Basel, CH\"\n3,ZRH,\n");
        yield return ["history", Topic];
        yield return ["show", Topic, "-o", "csv"];
        yield return Apply(first, "--id", "1", "--dry-run");
        yield return Apply(first, "--id", "1");
        yield return Apply(second, "--id", "2");
        yield return Apply(second, "--id", "2", "--max-delete", "2");
        yield return Apply(second, "--id", "2");
        yield return Apply(Dump("3.json", """
            [ {"iata": "0E0", "name": "B\u00e9rne",
               "runways": 1.50},
              {"iata": "", "name": "left out"} ]
            """), "--id", "3", "--keyless", "skip", "--max-delete", "100%", "-o", "json");
        yield return Apply(Dump("twice.csv", "iata,name,runways\nA,x,1\nB,x,2\nA,y,3\n"), "--id", "4");
        yield return Apply(
            _scratch.File("twice.csv"), "--id", "4", "--duplicates", "last", "--max-delete", "1", "--expect-rows", "3");
        yield return Apply(_scratch.File("twice.csv"), "--id", "5", "--duplicates", "first", "--expect-rows", "4");

        // The row that is wrong first counts, whether the worker sees it or who sends.
        yield return Apply(Dump("keyless.csv", "iata,name,runways\nA,x,1\n,x,2\nC,x\n"), "--id", "5");
        yield return Apply(Dump("short.csv", "iata,name,runways\nA,x,1\nB,x\n,x,2\n"), "--id", "5");
        yield return Apply(Dump("open.json", "[{\"iata\":\"A\"},\n{\"iata\":"), "--id", "5");
        yield return Apply(Dump("lines.ndjson", "{\"iata\":\"A\"}\n{\"iata\":\"B\",}\n"), "--id", "5");
        yield return Apply(Dump("text.csv", "iata,name,runways\nA,x,some\n"), "--id", "5");
        yield return Apply(Dump("column.csv", "iata,name\nA,x\n"), "--id", "5");
        yield return Apply(second, "--id", "0");
        yield return Apply(second, "--id", "6", "--started", "2026-11-01");
        yield return ["apply", Topic, _scratch.File("none.csv"), "--key", "name"];
        yield return Apply(_scratch.File("none.csv"));
        yield return Apply(second, "--id", "");
        yield return ["show", Topic];
        yield return ["show", Topic, "--as-of", "1", "-o", "csv"];
        yield return ["show", Topic, "--as-of", $"{Topic}/0=1"];
        yield return ["show", Topic, "--as-of", "never"];
        yield return ["show", "airprots"];
        yield return ["diff", Topic, "1", "2"];
        yield return ["diff", Topic, "1", "-o", "ndjson"];
        yield return ["history", Topic];
        yield return ["history", Topic, "-o", "ndjson"];
        yield return ["history", Topic, "0E0"];
        yield return ["history", Topic, "0E0", "-o", "ndjson"];
        yield return ["history", Topic, "no such key?&"];
        yield return ["history", "airprots"];
    }

    /// <summary>Without what no two runs have in common.</summary>
    private static string Plain(string text, string directory) => Times().Replace(
        text.Replace(directory, "DIR", StringComparison.Ordinal), "TIME");

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+Z|(?<=""time(stamp)?Ms"":)\d+")]
    private static partial Regex Times();

    private static Task CreateTopicAsync(string directory) => Cli.RunAsync(
        "topic", "create", Topic, "--partitions", "2", "--dir", directory);

    private async Task StartWorkerAsync()
    {
        await CreateTopicAsync(Data);
        await Cli.RunAsync("topic", "create", "words", "--partitions", "1", "--dir", Data);
        var settings = new WorkerSettings
        {
            Directory = Data,
            Topologies = [Topology.From(new FuzzedWords())],
            Http = new ListenAddress("127.0.0.1", 0),
            Threads = 1,
        };
        _worker = await WorkerHost.StartAsync(settings, TestContext.Current.CancellationToken);
    }

    private HttpClient Client()
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://{_worker!.Address}") };
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", DirectoryOwner.Find(Data)!.Token);
        return http;
    }

    private Task<CliResult> ApplyAsync(string csv, params string[] more) => Cli.RunWithInputAsync(
        csv, ["snapshot", "apply", Topic, "-", "--format", "csv", "--key", "iata", "--dir", Data, .. more]);

    /// <summary>A worker learns in its own time that a caller is gone.</summary>
    private static Task<CliResult> UntilFreeAsync(Func<Task<CliResult>> run) =>
        UntilAsync(run, result => !result.Error.Contains("KAP8040", StringComparison.Ordinal));

    private static async Task<T> UntilAsync<T>(Func<Task<T>> run, Func<T, bool> isOver)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            T result = await run();
            if (isOver(result))
            {
                return result;
            }

            await Task.Delay(5, limit.Token);
        }
    }

    /// <summary>Answers that there were no snapshots, takes the dump in, and hangs up.</summary>
    private static async Task BreakAsync(TcpListener listener, int reads)
    {
        using TcpClient connection = await listener.AcceptTcpClientAsync();
        NetworkStream stream = connection.GetStream();
        byte[] buffer = new byte[1 << 16];
        await ReadToAsync(stream, buffer, "\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "HTTP/1.1 200 OK\r\nContent-Length: 35\r\n\r\n{\"end\":{\"count\":0,\"complete\":true}}"));
        await ReadToAsync(stream, buffer, "\r\n\r\n");
        await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
        for (int i = 0; i < reads; i++)
        {
            int read = await stream.ReadAsync(buffer);
            if (read == 0 || buffer.AsSpan(0, read).EndsWith("0\r\n\r\n"u8))
            {
                break;
            }
        }

        connection.Client.LingerState = new LingerOption(true, 0);
    }

    private static async Task ReadToAsync(NetworkStream stream, byte[] buffer, string end)
    {
        string text = "";
        while (!text.EndsWith(end, StringComparison.Ordinal))
        {
            text += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
        }
    }
}
