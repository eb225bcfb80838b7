using System.Net.Sockets;
using System.Text.Json;
using Kappa.Logs;

namespace Kappa.Worker.Tests;

public sealed class WorkerHostTests
{
    [Fact]
    public async Task The_owner_file_and_the_token_file_are_for_this_user_alone_and_gone_afterwards()
    {
        RunningWorker worker = await RunningWorker.StartAsync();
        string owner = Path.Combine(worker.Directory, "owner");

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(owner) == FileModes.Secret);
        Assert.Equal(worker.Token, TokenFile.Read(worker.Host.Address));
        Assert.True(worker.Token.Length >= 64);

        await worker.Host.DisposeAsync();
        Assert.False(File.Exists(owner));
        Assert.Null(TokenFile.Read(worker.Host.Address));
        await worker.DisposeAsync();
    }

    [Fact]
    public async Task A_directory_in_use_is_refused_and_named_with_its_owner()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync();

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => WorkerHost.StartAsync(
            RunningWorker.Settings(worker.Directory), CancellationToken.None));

        Assert.Equal(("KAP2002", ExitCodes.Refused), (error.Code, error.ExitCode));
        Assert.Contains($"process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_refused_and_the_directory_is_free_again()
    {
        using var other = new TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        int port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;
        string directory = RunningWorker.NewDirectory();
        WorkerSettings settings = RunningWorker.Settings(directory) with
        {
            Http = new ListenAddress("127.0.0.1", port),
        };

        KappaException error = await Assert.ThrowsAsync<KappaException>(
            () => WorkerHost.StartAsync(settings, CancellationToken.None));

        Assert.Equal(("KAP5201", ExitCodes.Refused), (error.Code, error.ExitCode));
        Assert.Contains($"{port}", error.Message, StringComparison.Ordinal);
        Assert.Null(DirectoryOwner.Find(directory));
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_missing_topic_that_is_read_as_a_table_is_made_compacted_by_the_command()
    {
        string directory = Directory.CreateTempSubdirectory("kappa-worker-").FullName;
        var builder = new StreamBuilder();
        builder.Table<string, string>("words").ToStream().To("copied");

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => WorkerHost.StartAsync(
            RunningWorker.Settings(directory) with { Topologies = [builder.Build("tables", 1)] },
            CancellationToken.None));

        Assert.Equal(
            "kappa topic create words --partitions 4 --cleanup compact", Assert.Single(error.Remedies).Command);
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData("0.0.0.0:0")]
    [InlineData("[::]:0")]
    public async Task An_address_that_others_reach_is_refused_unless_it_is_allowed(string address)
    {
        string directory = RunningWorker.NewDirectory();
        WorkerSettings settings = RunningWorker.Settings(directory) with { Http = ListenAddress.Parse(address) };

        KappaException error = await Assert.ThrowsAsync<KappaException>(
            () => WorkerHost.StartAsync(settings, CancellationToken.None));
        Assert.Equal(("KAP5202", ExitCodes.Mismatch), (error.Code, error.ExitCode));

        await using (await WorkerHost.StartAsync(settings with { Insecure = true }, CancellationToken.None))
        {
            Assert.NotNull(DirectoryOwner.Find(directory));
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_missing_source_topic_is_an_error_with_the_command_that_creates_it()
    {
        string directory = Directory.CreateTempSubdirectory("kappa-worker-").FullName;

        KappaException error = await Assert.ThrowsAsync<KappaException>(
            () => WorkerHost.StartAsync(RunningWorker.Settings(directory), CancellationToken.None));

        Assert.Equal(("KAP5001", ExitCodes.NotFound), (error.Code, error.ExitCode));
        Assert.Contains(error.Remedies, remedy => remedy.Command.StartsWith("kappa topic create " +
            "words", StringComparison.Ordinal));
        Assert.Null(DirectoryOwner.Find(directory));
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_version_that_fails_stops_alone_and_the_worker_says_why_and_goes_on()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync(new Broken());

        await worker.ProduceAsync("""{"key":"a","value":"poison"}""");
        JsonElement topology = await worker.UntilAsync(
            "/api/v1/topologies/broken-words", answer => answer.GetProperty("state").GetString() == "failed");

        Assert.Contains("It is poison.", topology.GetProperty("error").GetString(), StringComparison.Ordinal);
        using HttpResponseMessage ready = await worker.Http.GetAsync("/health/ready");
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.OK, await worker.ProduceAsync("""{"key":"a","value":"x"}"""));
    }

    [Fact]
    public async Task Stopped_and_started_again_it_goes_on_where_it_was()
    {
        RunningWorker first = await RunningWorker.StartAsync();
        await first.ProduceAsync("""{"key":"a","value":"x"}""");
        await first.CatchUpAsync();
        await first.Host.DisposeAsync();

        await using (WorkerHost second = await WorkerHost.StartAsync(
            RunningWorker.Settings(first.Directory), CancellationToken.None))
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://{second.Address}") };
            http.DefaultRequestHeaders.Add(
                "Authorization", $"Bearer {DirectoryOwner.Find(first.Directory)!.Token}");
            JsonElement row = JsonElement.Parse(
                await http.GetStringAsync("/api/v1/topologies/count-words/stores/counts/keys/a"));
            Assert.Equal(1, row.GetProperty("value").GetInt64());
        }

        await first.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_that_follows_ends_when_the_worker_stops_and_says_that_it_is_not_complete()
    {
        RunningWorker worker = await RunningWorker.StartAsync();
        await using Stream stream = await worker.Http.GetStreamAsync("/api/v1/topics/words/records?follow=true");
        using var reader = new StreamReader(stream);

        Task stopping = worker.Host.DisposeAsync().AsTask();

        Assert.Equal("""{"end":{"count":0,"complete":false}}""", await reader.ReadLineAsync());
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
        await worker.DisposeAsync();
    }
}
