using System.Text.Json;

namespace Kappa.Cli.Tests;

public sealed class DeployCommandTests : IAsyncLifetime
{
    private const string Deployments = "POST /api/v1/deployments";

    private static readonly string Dll = Path.Combine(AppContext.BaseDirectory, "FlightDelays.dll");

    private readonly ScratchDirectory _scratch = new();
    private StubWorker _worker = null!;

    public async ValueTask InitializeAsync()
    {
        _worker = await StubWorker.StartAsync();
        _worker.On("GET /api/v1/info", JsonSerializer.Serialize(new { directory = _scratch.Path, version = "0.1.0" }));
        _worker.On(
            Deployments,
            """
            {"versions":[{"topology":"flight-delays","version":1,"state":"live","new":false,"warning":null},
            {"topology":"flight-delays","version":2,"state":"registered","new":true,
            "warning":"Its fingerprint is that of version 1.","warnings":["'a.filter' drops an update."]}]}
            """.ReplaceLineEndings(""));
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Code_is_put_into_the_worker_s_directory_and_its_hash_alone_is_sent()
    {
        CliResult result = await new ReplayCli(_worker).RunAsync("deploy", Dll);

        Assert.Equal(0, result.ExitCode);
        StubRequest request = Assert.Single(_worker.Posts);
        string hash = request.Body.GetProperty("artifact").GetString()!;
        Assert.Equal($$"""{"artifact":"{{hash}}"}""", request.BodyWithoutBy);
        Assert.Single(
            Directory.GetFiles(_scratch.File("artifacts"), "FlightDelays.dll", SearchOption.AllDirectories),
            file => file.Contains(hash, StringComparison.Ordinal) &&
                File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(Dll)));
    }

    [Fact]
    public async Task Each_version_is_named_with_its_state_and_the_next_command()
    {
        CliResult result = await new ReplayCli(_worker).RunAsync("deploy", Dll);

        Assert.Equal(
            $"""
            flight-delays v1   live         as it was
            flight-delays v2   registered   new
              replay v2:  kappa replay start flight-delays --version 2 --server {_worker.Address}

            """,
            result.Output);
        Assert.Equal(
            """
            warning: flight-delays v2: Its fingerprint is that of version 1.
            warning: flight-delays v2: 'a.filter' drops an update.

            """,
            result.Error);
    }

    [Fact]
    public async Task A_worker_of_another_machine_is_exit_3_and_nothing_is_sent()
    {
        string elsewhere = _scratch.File("elsewhere");
        _worker.On("GET /api/v1/info", JsonSerializer.Serialize(new { directory = elsewhere, version = "0.1.0" }));

        (await new ReplayCli(_worker).RunAsync("deploy", Dll))
            .AssertFailed(3, "KAP7123", elsewhere, "on the machine of the worker");

        Assert.Empty(_worker.Posts);
        Assert.False(Directory.Exists(elsewhere));
    }

    [Fact]
    public async Task A_project_that_is_not_there_is_exit_3_and_nothing_is_sent()
    {
        (await new ReplayCli(_worker).RunAsync("deploy", _scratch.File("nothing"))).AssertFailed(3, "KAP5205");

        Assert.Empty(_worker.Posts);
    }
}
