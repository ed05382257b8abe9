using System.Net.Http.Headers;
using Duende.IdentityModel.Client;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Telemetry.ServiceDefaults.Identity;

/// <summary>
/// How a service signs in at another: with a token of its own for client credentials (RFC 6749, 4.4), never with a caller's, which is
/// for the service that it was sent to.
/// </summary>
public sealed class ServiceSignIn(IOptions<IdentityOptions> options, TimeProvider time)
{
    private readonly IdentityOptions _options = options.Value;

    /// <summary>What carries requests to another service: <paramref name="transport"/>, with a token in front of it where this service has credentials.</summary>
    public HttpMessageHandler Through(HttpMessageHandler transport) =>
        string.IsNullOrEmpty(_options.ServiceClientId) ? transport : new TokenHandler(_options, time) { InnerHandler = transport };

    private sealed class TokenHandler : DelegatingHandler
    {
        private static readonly TimeSpan RenewBefore = TimeSpan.FromSeconds(30);
        private static readonly TimeSpan IssuerPatience = TimeSpan.FromSeconds(5);
        private readonly IdentityOptions _options;
        private readonly TimeProvider _time;
        private readonly HttpClient _issuer = new() { Timeout = IssuerPatience };
        private readonly ConfigurationManager<OpenIdConnectConfiguration> _configuration;
        private readonly SemaphoreSlim _asking = new(1, 1);
        private volatile ServiceToken? _token;

        public TokenHandler(IdentityOptions options, TimeProvider time)
        {
            (_options, _time) = (options, time);
            _configuration = new ConfigurationManager<OpenIdConnectConfiguration>(
                $"{options.Authority!.TrimEnd('/')}/.well-known/openid-configuration",
                new OpenIdConnectConfigurationRetriever(),
                new HttpDocumentRetriever(_issuer) { RequireHttps = !new Uri(options.Authority).IsLoopback });
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(cancellationToken));
            return await base.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _issuer.Dispose();
                _asking.Dispose();
            }

            base.Dispose(disposing);
        }

        private async Task<string> TokenAsync(CancellationToken cancellationToken)
        {
            if (_token is { } kept && IsFresh(kept)) return kept.Text;
            await _asking.WaitAsync(cancellationToken);
            try
            {
                if (_token is { } another && IsFresh(another)) return another.Text;
                return (_token = await AskAsync(cancellationToken)).Text;
            }
            finally
            {
                _asking.Release();
            }
        }

        private bool IsFresh(ServiceToken token) => _time.GetUtcNow() < token.RenewAt;

        private async Task<OpenIdConnectConfiguration> IssuerAsync(CancellationToken cancellationToken)
        {
            try
            {
                return await _configuration.GetConfigurationAsync(cancellationToken);
            }
            catch (InvalidOperationException away)
            {
                throw new HttpRequestException($"The issuer {_options.Authority} does not answer, so '{_options.ServiceClientId}' can't sign in. See Identity:Authority.", away);
            }
        }

        private async Task<ServiceToken> AskAsync(CancellationToken cancellationToken)
        {
            var issuer = await IssuerAsync(cancellationToken);
            using var request = new ClientCredentialsTokenRequest
            {
                Address = issuer.TokenEndpoint,
                ClientId = _options.ServiceClientId!,
                ClientSecret = _options.ServiceClientSecret,
                Scope = _options.ServiceScope,
            };
            var answer = await _issuer.RequestClientCredentialsTokenAsync(request, cancellationToken);
            if (answer.IsError || answer.AccessToken is null)
                throw new HttpRequestException($"The issuer {_options.Authority} gives no token to '{_options.ServiceClientId}': {answer.Error}. See Identity:ServiceClientId.", answer.Exception);
            return new ServiceToken(answer.AccessToken, _time.GetUtcNow() + TimeSpan.FromSeconds(answer.ExpiresIn) - RenewBefore);
        }
    }

    private sealed record ServiceToken(string Text, DateTimeOffset RenewAt);
}
