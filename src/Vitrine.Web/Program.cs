using Vitrine.Web;

return args is ["meter", .. var words] ? await MeterHost.RunAsync(words) : await SiteHost.RunAsync(args);
