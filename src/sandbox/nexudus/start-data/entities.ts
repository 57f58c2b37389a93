// Entities of Nexudus, each with five permissions (nexudus-api.md §5): about 208.

/** documented: the prefixes of the filters on the old docs' entity pages (github vardhan341/api-docs). */
const DOCUMENTED = `
  AccessToken Application AudioFile AuditTrailEntry BlogCategory BlogPost BlogPostComment Booking
  BookingNote BookingProduct BookingVisitor Business BusinessCharge BusinessDomain BusinessRedirection
  BusinessSetting BusinessTimeSlot CalendarEvent CalendarEventCategory CannedResponse Charge ChatRoom
  ChatUserMessage Checkin CommunityGroup CommunityMessage CommunityMessageLike CommunityThread
  CommunityThreadFile CommunityThreadFollow CommunityThreadLike CommunityThreadMute ContractDeposit
  Country Coworker CoworkerBookingCredit CoworkerBookingCreditUseHistory CoworkerContract CoworkerDataFile
  CoworkerDelivery CoworkerDiscountCode CoworkerExtraService CoworkerExtraServiceUseHistory
  CoworkerInvoice CoworkerInvoiceHistory CoworkerInvoiceLine CoworkerLedgerEntry CoworkerMessage
  CoworkerMsOfficeCalendar CoworkerNote CoworkerPricePlanHistory CoworkerProduct CoworkerTask
  CoworkerTimePass CrmBoard CrmBoardColumn CrmOpportunity CrmOpportunityHistory CrmOpportunityImportFile
  Currency CustomField DataFile DiscountCode DocumentTemplate EmailAccount EmailQueueItem
  EmailQueueItemAttachment EmailTemplateFile EventAttendee EventComment EventProduct ExtraService
  ExtraServicePrice ExtraServiceTimeSlot FinancialAccount FloorPlan FloorPlanDesk GlobalChatMessage
  HelpDeskComment HelpDeskDepartment HelpDeskMessage ImageFile InstalledApplication Invoice Language
  LanguageToken LedgerEntry NewsLetter NewsLetterSubscriber OpportunityType PassportCard PaymentGateway
  PayoutInvoice PlatformChangeMessage Product ProductBookingCredit ProductExtraService ProductTimePass
  Proposal ProposalContract ProposalProduct RadiusServer RefreshToken Reminder Report Reseller
  ResellerAccount ResellerPayout Resource ResourceAccessRule ResourceAccessRuleEligibleTimeSlot
  ResourceAccessRuleTimeSlot ResourceProduct ResourceTimeSlot ResourceType Role SimpleTimeZone
  SubscriberActivity SubscriberGroup Survey SurveyAnswer SurveyQuestion SurveyRun Tariff
  TariffBookingCredit TariffExtraService TariffProduct TariffSignupProduct TariffTimePass TaskItem
  TaskList TaxRate Team TemplateFile TemplateVersion TimePass TimePassPrice TimePassTimeSlot User
  UserBookmark UserMessage UserRole ValidationRule VideoFile Visitor WebHook Workspace`;

/** documented: pages of developers.nexudus.com and the five seed pages. */
const DOCUMENTED_LATER = `
  BookingAvailabilityException CancelledBooking ContractContact CoworkerIdentityCheck
  CoworkerIdentityCheckDocument CoworkerSetting LogEntry VideoRoom`;

/** assumed: invented names, to reach the number that Nexudus has. */
const INVENTED = `
  Announcement BookingCheckin BookingRecurrence
  BookingReminder BusinessHoliday CheckinNote ContractAmendment ContractDocument ContractNotice
  CourseAttendee Course CourseLesson CourseSection CoworkerActivity CoworkerCard CoworkerDocument
  CoworkerTag DashboardWidget DeliveryType DoorLock DoorLockGroup EventTicket
  ExpenseCategory FormAnswer FormQuestion FormTemplate FloorPlanArea FloorPlanLayer HelpArticle
  InvoicePaymentPlan JobRun KnowledgeBaseArticle LockerBank Locker MarketplaceItem MeterReading
  NetworkDevice NotificationTemplate ParkingSpace PerkCategory Perk PrintJob PrinterQueue ProposalTemplate
  ResourceGroup ResourceMaintenance Sensor SensorReading ServiceRequest VisitorBadge VisitorHost
  WaitingListEntry WifiVoucher`;

export const ENTITIES: readonly string[] = `${DOCUMENTED} ${DOCUMENTED_LATER} ${INVENTED}`
  .trim()
  .split(/\s+/)
  .sort();
