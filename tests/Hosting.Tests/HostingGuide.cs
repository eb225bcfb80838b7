using Kappa.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;

namespace Kappa.Hosting.Tests;

/// <summary>The code of docs/hosting.md.</summary>
internal static class HostingGuide
{
    public static WebApplication Build(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.AddKappa(options => options.Directory = "shop-data")
            .AddTopology<OrderTotals>()
            .AddTopic("orders", Serdes.String, Serdes.Int64)
            .AddStore<string, long>("order-totals", "totals");

        WebApplication app = builder.Build();
        app.MapPost("/orders/{customer}", (string customer, long cents, ITopic<string, long> orders) =>
            orders.Send(customer, cents));
        app.MapGet("/totals/{customer}", (string customer, IStore<string, long> totals) =>
            totals.GetAsync(customer));
        app.MapHealthChecks("/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
        return app;
    }

    public static async Task<long> SumAsync(IStore<string, long> totals)
    {
        using StoreView<string, long> view = await totals.OpenAsync();
        return view.All().Sum(row => row.Value);
    }
}
