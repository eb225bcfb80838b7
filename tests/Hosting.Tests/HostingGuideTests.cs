using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Kappa.Hosting.Tests;

/// <summary>The page's host over real HTTP.</summary>
public sealed class HostingGuideTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("kappa-hosting-guide-").FullName;

    [Fact]
    public async Task The_host_of_the_guide_takes_orders_and_answers()
    {
        await using WebApplication app = HostingGuide.Build(
            ["--urls=http://127.0.0.1:0", $"--Logging:LogLevel:Default=None"]);
        app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<KappaOptions>>().Value.Directory = _root;
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync("/orders/ana?cents=250", null)).StatusCode);

        await Shop.UntilAsync(async () => await http.GetStringAsync("/totals/ana") == "250");
        Assert.Equal("Healthy", await http.GetStringAsync("/ready"));
        Assert.Equal(250, await HostingGuide.SumAsync(app.Services.GetRequiredService<IStore<string, long>>()));
        await app.StopAsync();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
