using Kappa.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Kappa;

/// <summary>Puts a worker of Kappa into a .NET host.</summary>
public static class KappaHosting
{
    /// <summary>Name of the health check of readiness, tagged <c>ready</c>.</summary>
    public const string ReadyCheck = "kappa-ready";

    /// <summary>
    /// Runs a worker as a hosted service: the topologies that the result is told of, over the log in a directory, or
    /// over a cluster.
    /// </summary>
    /// <param name="builder">The host; its section <c>Kappa</c> sets <see cref="KappaOptions"/>.</param>
    /// <param name="configure">Sets them too, after the section; null for nothing.</param>
    /// <returns>What the worker runs and gives to the host's code.</returns>
    /// <example>
    /// <code>
    /// builder.AddKappa()
    ///     .AddTopology&lt;OrdersByCustomer&gt;()
    ///     .AddTopic("orders", Serdes.String, Serdes.Int64)
    ///     .AddStore&lt;string, long&gt;("orders-by-customer", "totals");
    /// </code>
    /// </example>
    public static KappaBuilder AddKappa(this IHostApplicationBuilder builder, Action<KappaOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        OptionsBuilder<KappaOptions> options = services.AddOptions<KappaOptions>()
            .BindConfiguration(KappaOptions.Section).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<KappaOptions>, KappaOptionsValidation>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KappaWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<KappaWorker>());
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            ReadyCheck, provider => new ReadyCheck(provider.GetRequiredService<KappaWorker>()), null, ["ready"]));
        return new KappaBuilder(services);
    }
}
