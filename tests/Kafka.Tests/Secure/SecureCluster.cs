using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kappa.Logs.Tests;

/// <summary>
/// A broker that asks for TLS, a password and permissions on one port, and for nothing on another, where the test is
/// its administrator.
/// </summary>
internal sealed class SecureCluster : IDisposable
{
    public const string User = "kappa";
    public const string Password = "right";

    private readonly TemporaryDirectory _directory = new();
    private readonly LocalCluster _cluster;

    public SecureCluster()
    {
        Certificates.Write(_directory.Path, "ours");
        Certificates.Write(_directory.Path, "theirs");
        int[] ports = FreePorts.Take(3);
        (Plain, Servers) = ($"127.0.0.1:{ports[0]}", $"127.0.0.1:{ports[1]}");
        _cluster = LocalCluster.StartOwn(
            1, ports[0],
            $"listeners=PLAINTEXT://{Plain},SECURE://{Servers},CONTROLLER://127.0.0.1:{ports[2]}",
            $"advertised.listeners=PLAINTEXT://{Plain},SECURE://{Servers}",
            $"controller.quorum.voters=1@127.0.0.1:{ports[2]}",
            "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SECURE:SASL_SSL,CONTROLLER:PLAINTEXT",
            "sasl.enabled.mechanisms=PLAIN",
            "listener.name.secure.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule " +
                $"required user_{User}=\"{Password}\" user_other=\"{Password}\";",
            "ssl.keystore.type=PKCS12",
            $"ssl.keystore.location={Path.Combine(_directory.Path, "ours.p12")}",
            $"ssl.keystore.password={Certificates.Password}",
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users=User:ANONYMOUS");
    }

    /// <summary>Where nothing is asked for.</summary>
    public string Plain { get; }

    /// <summary>Where clients connect.</summary>
    public string Servers { get; }

    /// <summary>The properties of a client that is let in, with some of them changed.</summary>
    public Dictionary<string, string> Properties(params (string Name, string Value)[] changes)
    {
        Dictionary<string, string> properties = new()
        {
            ["bootstrap.servers"] = Servers,
            ["security.protocol"] = "SASL_SSL",
            ["sasl.mechanism"] = "PLAIN",
            ["sasl.username"] = User,
            ["sasl.password"] = Password,
            ["ssl.ca.location"] = Authority("ours"),
        };
        foreach ((string name, string value) in changes)
        {
            properties[name] = value;
        }

        return properties;
    }

    /// <summary>The file of an authority: "ours", which has signed the broker's certificate, or "theirs".</summary>
    public string Authority(string name) => Path.Combine(_directory.Path, $"{name}.pem");

    /// <summary>Permits operations.</summary>
    public async Task AllowAsync(
        ResourceType type, string name, ResourcePatternType pattern, params AclOperation[] operations)
    {
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Plain }).Build();
        await admin.CreateAclsAsync([.. operations.Select(operation => new AclBinding
        {
            Pattern = new ResourcePattern { Type = type, Name = name, ResourcePatternType = pattern },
            Entry = new AccessControlEntry
            {
                Principal = $"User:{User}",
                Host = "*",
                Operation = operation,
                PermissionType = AclPermissionType.Allow,
            },
        })]);
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _directory.Dispose();
    }
}
