using Kappa.Worker;
using Microsoft.Extensions.Options;

namespace Kappa.Hosting;

/// <summary>Says at the start of the host what is wrong with its options, all at once.</summary>
internal sealed class KappaOptionsValidation : IValidateOptions<KappaOptions>
{
    private const int MostThreads = 1_024;

    public ValidateOptionsResult Validate(string? name, KappaOptions options)
    {
        var wrong = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Directory))
        {
            wrong.Add("Kappa:Directory is empty: name the data directory.");
        }

        if (options.Threads is < 1 or > MostThreads)
        {
            wrong.Add($"Kappa:Threads is {options.Threads}: 1 to {MostThreads} are possible.");
        }

        if (options.Version < 1)
        {
            wrong.Add($"Kappa:Version is {options.Version}: versions count from 1; leave it out for the highest.");
        }

        if (HttpError(options.Http) is { } error)
        {
            wrong.Add($"Kappa:Http is '{options.Http}': {error}");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static string? HttpError(string address)
    {
        try
        {
            return ListenAddress.Parse(address).IsLoopback ? null
                : "other machines could reach it, and the token travels in clear text. Listen on 127.0.0.1, and put " +
                  "a proxy with TLS before it.";
        }
        catch (KappaException error)
        {
            return error.Message;
        }
    }
}
