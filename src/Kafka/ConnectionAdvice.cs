namespace Kappa.Kafka;

/// <summary>Which property to look at when a cluster does not answer, by what librdkafka said last.</summary>
/// <remarks>
/// The library gives the same code for most of these, so its text decides. A text that is not known gets the general
/// advice, which is never wrong.
/// </remarks>
internal static class ConnectionAdvice
{
    private const string General =
        "Check that a broker runs there, the address and port, and security.protocol with its ssl.* and sasl.* " +
        "properties.";

    private static readonly (string Mark, string Advice)[] Known =
    [
        ("security.protocol", OfProtocol), // "Disconnected while requesting ApiVersion: might be caused by …"
        ("PLAINTEXT broker listener", OfProtocol),
        ("certificate verify failed",
            "Check ssl.ca.location: it names the certificate of the authority that signed the brokers' certificates; " +
            "and that these name the host of the address."),
        ("SSL handshake failed", "Check security.protocol and the ssl.* properties against the port's listener."),
        ("SASL", "Check sasl.mechanism, sasl.username and sasl.password."),
        ("Authentication", "Check sasl.mechanism, sasl.username and sasl.password."),
    ];

    private const string OfProtocol =
        "Check security.protocol: it is PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL as the port's listener is.";

    /// <summary>One sentence that says what to do.</summary>
    /// <param name="reason">What the library said.</param>
    public static string Of(string reason)
    {
        foreach ((string mark, string advice) in Known)
        {
            if (reason.Contains(mark, StringComparison.Ordinal))
            {
                return advice;
            }
        }

        return General;
    }
}
