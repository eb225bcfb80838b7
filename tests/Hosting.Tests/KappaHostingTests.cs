using System.Diagnostics;
using Kappa.Engine;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Kappa.Hosting.Tests;

/// <summary>A worker in a host of the user's own.</summary>
public sealed class KappaHostingTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("kappa-hosting-").FullName;

    [Fact]
    public async Task What_the_host_writes_to_a_topic_its_code_reads_from_the_store_and_finds_again_after_a_restart()
    {
        await using (Shop shop = await Shop.StartAsync(_root))
        {
            shop.Orders.Send("ana", 250);
            shop.Orders.SendAll([new("bob", 100), new("ana", 50)]);
            await shop.UntilAsync("ana", 300);
            await shop.UntilAsync("bob", 100);
            Assert.Equal(0, await shop.Totals.GetAsync("eve"));
            Assert.Equal(HealthStatus.Healthy, await shop.HealthAsync());
        }

        await using Shop again = await Shop.StartAsync(_root);
        using StoreView<string, long> view = await again.Totals.OpenAsync();

        Assert.Equal([new("ana", 300), new("bob", 100)], view.All());
        Assert.True(view.TryGet("bob", out long bob));
        Assert.False(view.TryGet("eve", out _));
        Assert.Equal(100, bob);
    }

    [Fact]
    public async Task Two_hosts_in_one_process_have_a_worker_each()
    {
        await using Shop one = await Shop.StartAsync(Path.Combine(_root, "one"));
        await using Shop other = await Shop.StartAsync(Path.Combine(_root, "other"));

        one.Orders.Send("ana", 1);
        other.Orders.Send("ana", 2);

        await one.UntilAsync("ana", 1);
        await other.UntilAsync("ana", 2);
    }

    [Fact]
    public async Task A_topology_that_fails_ends_neither_the_host_nor_the_others()
    {
        await using Shop shop = await Shop.StartAsync(_root, kappa => kappa.AddTopology<RefusesNegatives>());
        shop.Orders.Send("ana", -5);

        await Shop.UntilAsync(async () => await shop.HealthAsync() == HealthStatus.Unhealthy);
        shop.Orders.Send("ana", 10);

        await shop.UntilAsync("ana", 5);
    }

    [Fact]
    public async Task Stopped_amid_a_backlog_it_ends_within_ten_seconds()
    {
        Shop shop = await Shop.StartAsync(_root);
        shop.Orders.SendAll(Enumerable.Range(0, 200_000).Select(order =>
            new KeyValuePair<string, long>($"c{order % 1_000}", order)));
        var time = Stopwatch.StartNew();

        await shop.DisposeAsync();

        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Options_that_cannot_be_are_told_all_at_once_when_the_host_starts()
    {
        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            Shop.StartAsync("", configure: options => (options.Threads, options.Http) = (0, "0.0.0.0:80")));

        Assert.Equal(
            [
                "Kappa:Directory is empty: name the data directory.",
                "Kappa:Threads is 0: 1 to 1024 are possible.",
                "Kappa:Http is '0.0.0.0:80': other machines could reach it, and the token travels in clear text. " +
                "Listen on 127.0.0.1, and put a proxy with TLS before it.",
            ],
            error.Failures);
    }

    [Fact]
    public async Task A_store_of_other_types_is_refused_where_it_is_read()
    {
        await using Shop shop = await Shop.StartAsync(_root);
        var store = new Store<long, string>(shop.Worker, "order-totals", "totals");

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => store.GetAsync(1));

        Assert.Equal("KAP6105", error.Code);
    }

    [Fact]
    public async Task Before_the_host_has_started_and_after_it_has_stopped_a_store_says_that_no_worker_runs()
    {
        Shop shop = await Shop.StartAsync(_root);
        IStore<string, long> totals = shop.Totals;
        await shop.DisposeAsync();

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => totals.GetAsync("ana"));

        Assert.Equal("KAP5230", error.Code);
    }

    [Fact]
    public async Task A_directory_that_another_worker_owns_keeps_the_host_from_starting()
    {
        await using Shop shop = await Shop.StartAsync(_root);

        KappaException error = await Assert.ThrowsAsync<KappaException>(() => Shop.StartAsync(_root));

        Assert.Equal("KAP2002", error.Code);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
