namespace Kappa.Cli.Tests;

public sealed class ReplayConfirmationTests : IAsyncLifetime
{
    private const string Versions =
        """
        {"versions":[{"topology":"flight-delays","version":1,"state":"draining"},
        {"topology":"flight-delays","version":2,"state":"live"}]}
        """;

    private StubWorker _worker = null!;

    public static TheoryData<string, string> Dangerous => new()
    {
        { "replay cutover flight-delays", "This makes flight-delays v2, which is caught-up, the live version" },
        { "replay rollback flight-delays", "This makes v1 of flight-delays the live version again" },
        { "replay retire flight-delays 1", "This deletes the state and the internal topics of flight-delays v1" },
        { "replay abort flight-delays", "This ends the replay of flight-delays v2, which is caught-up at 68.4 %" },
    };

    public static TheoryData<string, string> Refused
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach ((string command, string _) in Dangerous.Select(row => row.Data))
            {
                foreach (string answer in new[] { "n\n", "\n", "", "yess\n" })
                {
                    all.Add(command, answer);
                }
            }

            return all;
        }
    }

    public async ValueTask InitializeAsync()
    {
        _worker = await StubWorker.StartAsync();
        string status = ReplaySample.Of("caught-up");
        _worker.On(ReplaySample.Status, status);
        _worker.On($"GET {ReplaySample.Root}/versions", Versions.ReplaceLineEndings(""));
        _worker.On($"GET {ReplaySample.Root}/diff", """{"old":1,"new":2,"cut":1,"same":true,"tables":[]}""");
        _worker.On(ReplaySample.Start, status);
        foreach (string verb in new[] { "pause", "resume", "throttle", "abort" })
        {
            _worker.On($"POST {ReplaySample.Root}/replay/{verb}", status);
        }

        _worker.On($"POST {ReplaySample.Root}/cutover", ReplaySample.Switched);
        _worker.On($"POST {ReplaySample.Root}/rollback", ReplaySample.Switched);
        _worker.On($"POST {ReplaySample.Root}/versions/1/retire", """{"version":1,"state":"retired"}""");
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    [Theory]
    [MemberData(nameof(Dangerous))]
    public async Task Without_a_terminal_and_without_yes_it_is_exit_2_and_nothing_is_asked(string command, string _)
    {
        (await new ReplayCli(_worker) { Input = "y\n" }.RunAsync(command))
            .AssertFailed(2, "KAP7120", "Nothing was changed", "--yes");

        Assert.Empty(_worker.Requests);
    }

    [Theory]
    [MemberData(nameof(Dangerous))]
    public async Task With_yes_it_is_done_without_a_question(string command, string question)
    {
        CliResult result = await new ReplayCli(_worker) { IsTerminal = true }.RunAsync($"{command} --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain(question, result.Error, StringComparison.Ordinal);
        Assert.Single(_worker.Posts);
    }

    [Theory]
    [MemberData(nameof(Dangerous))]
    public async Task On_a_terminal_the_question_says_what_will_happen_and_y_does_it(string command, string question)
    {
        CliResult result = await new ReplayCli(_worker) { IsTerminal = true, Input = "y\n" }.RunAsync(command);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith(question, result.Error, StringComparison.Ordinal);
        Assert.Contains("Go on? [y/N] ", result.Error, StringComparison.Ordinal);
        Assert.Single(_worker.Posts);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Any_other_answer_changes_nothing(string command, string answer)
    {
        CliResult result = await new ReplayCli(_worker) { IsTerminal = true, Input = answer }.RunAsync(command);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.EndsWith("[y/N] Nothing was changed.\n", result.Error, StringComparison.Ordinal);
        Assert.Empty(_worker.Posts);
    }

    [Theory]
    [InlineData("replay start flight-delays --version 2")]
    [InlineData("replay status flight-delays")]
    [InlineData("replay watch flight-delays")]
    [InlineData("replay pause flight-delays")]
    [InlineData("replay resume flight-delays")]
    [InlineData("replay throttle flight-delays none")]
    [InlineData("replay diff flight-delays")]
    [InlineData("version ls flight-delays")]
    public async Task Everything_else_never_asks(string command)
    {
        CliResult plain = await new ReplayCli(_worker).RunAsync(command);
        CliResult terminal = await new ReplayCli(_worker) { IsTerminal = true }.RunAsync(command);

        Assert.Equal((0, 0), (plain.ExitCode, terminal.ExitCode));
        Assert.DoesNotContain("[y/N]", terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replay cutover flight-delays")]
    [InlineData("replay abort flight-delays")]
    public async Task Where_nothing_replays_there_is_no_question_but_exit_3(string command)
    {
        _worker.On(ReplaySample.Status, ReplaySample.Of("live"));

        (await new ReplayCli(_worker) { IsTerminal = true, NoColor = true, Input = "y\n" }.RunAsync(command))
            .AssertFailed(3, "KAP7126", "v2 is live", "kappa version ls flight-delays");

        Assert.Empty(_worker.Posts);
    }

    [Fact]
    public async Task What_the_question_named_is_what_is_switched_to()
    {
        await new ReplayCli(_worker) { IsTerminal = true, Input = "yes\n" }.RunAsync("replay cutover flight-delays");

        Assert.Equal(2, Assert.Single(_worker.Posts).Body.GetProperty("version").GetInt32());
    }
}
